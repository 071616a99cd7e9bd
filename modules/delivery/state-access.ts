/** Terraform's states and their locks, as `use_lockfile` and `dynamodb_table` together use them. */
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import type { PolicyStatement } from "../common/policy";
import { changesOfKeys } from "./access/kms";
import { s3 } from "./access/s3";
import { regional } from "./access/service-access";

/** What bounds the roles, and the rights of who applies: people apply them, with credentials of their own. */
const peoplesStacks = ["state", "delivery"];

const ownAccount = ({ accountId }: Environment) => ({ StringEquals: { "aws:ResourceAccount": accountId } });

/** Reads the states of all stacks, and takes and frees their locks: the lock file and the item in the table. */
export function stateReads(environment: Environment, stateKeyArn: string): PolicyStatement[] {
  const { states, lockFiles, bucket } = objects(environment);
  const { table, stateItems, digestItems } = items(environment);
  return [
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucket], conditions: ownAccount(environment) },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: [states], conditions: ownAccount(environment) },
    {
      sid: "LockByFile",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [lockFiles],
      conditions: ownAccount(environment),
    },
    {
      sid: "LockByItem",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [table],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [stateItems] } },
    },
    {
      sid: "ReadDigests",
      actions: ["dynamodb:GetItem"],
      resources: [table],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [digestItems] } },
    },
    useStateKey(environment, stateKeyArn, ["s3", "dynamodb"], ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** Writes the states of stacks, and their digests in the lock table. */
export function stateWrites(environment: Environment): PolicyStatement[] {
  const { states } = objects(environment);
  const { table, digestItems } = items(environment);
  return [
    { sid: "WriteStates", actions: ["s3:PutObject"], resources: [states], conditions: ownAccount(environment) },
    {
      sid: "WriteDigests",
      actions: ["dynamodb:PutItem"],
      resources: [table],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [digestItems] } },
    },
  ];
}

/**
 * Keeps whoever applies every other stack from the states of those that people apply, and from what holds all states.
 * What a state says is believed: a person who applies it would run the provider that it names.
 */
export function keepPeoplesStates(environment: Environment, stateKeyArn: string): PolicyStatement[] {
  const { bucket } = objects(environment);
  const { table } = items(environment);
  const ofBuckets = Object.values(s3.types).flatMap(({ writes }) => writes);
  const alias = regional(environment, "kms", `alias/${names.stateKeyAlias(environment)}`);
  return [
    {
      sid: "KeepsPeoplesStates",
      effect: "Deny",
      actions: ["s3:PutObject", "s3:DeleteObject"],
      // Their lock files too.
      resources: peoplesStacks.map((stack) => `${bucket}/${names.stateKey(environment, stack)}*`),
    },
    {
      sid: "KeepsPeoplesItems",
      effect: "Deny",
      actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [table],
      conditions: {
        "ForAnyValue:StringLike": {
          "dynamodb:LeadingKeys": peoplesStacks.map((stack) => `${lockId(environment, stack)}*`),
        },
      },
    },
    {
      sid: "KeepsStateBuckets",
      effect: "Deny",
      actions: [...new Set(ofBuckets)].sort().map((action) => `s3:${action}`),
      resources: [bucket, `arn:aws:s3:::${names.stateLogBucket(environment)}`],
    },
    {
      sid: "KeepsStateKey",
      effect: "Deny",
      actions: changesOfKeys.map((action) => `kms:${action}`),
      resources: [stateKeyArn, alias],
    },
  ];
}

/**
 * Reads what one stack tells of itself. Whoever may not list the bucket is told by S3 that a missing state is forbidden,
 * and could not say that the stack is not applied yet. The list is not narrowed by a prefix: it is `GetObject` that is
 * judged by it, which has none; nothing but this environment's states is in the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function readStateOf(environment: Environment, stack: string): PolicyStatement[] {
  const { bucket } = objects(environment);
  const conditions = ownAccount(environment);
  return [
    { sid: "SeeWhichStates", actions: ["s3:ListBucket"], resources: [bucket], conditions },
    {
      sid: "ReadOutputs",
      actions: ["s3:GetObject"],
      resources: [`${bucket}/${names.stateKey(environment, stack)}`],
      conditions,
    },
  ];
}

/** Takes and frees the locks of single stacks, in both forms, as Terraform does: neither goes on beside the other. */
export function lockStates(
  environment: Environment,
  stacks: readonly string[],
  stateKeyArn: string,
): PolicyStatement[] {
  const { bucket } = objects(environment);
  return [
    {
      sid: "LockStatesByFile",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: stacks.map((stack) => `${bucket}/${names.lockFile(names.stateKey(environment, stack))}`),
      conditions: ownAccount(environment),
    },
    {
      sid: "LockStates",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [items(environment).table],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": stacks.map((stack) => lockId(environment, stack)) },
      },
    },
    useStateKey(environment, stateKeyArn, ["s3", "dynamodb"], ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** The key of the table's item that locks a stack's state. */
const lockId = (environment: Environment, stack: string) =>
  names.lockId({ bucket: names.stateBucket(environment), stateKey: names.stateKey(environment, stack) });

function objects(environment: Environment) {
  const bucket = `arn:aws:s3:::${names.stateBucket(environment)}`;
  const states = `${bucket}/${names.stateKey(environment, "*")}`;
  return { bucket, states, lockFiles: names.lockFile(states) };
}

function items(environment: Environment) {
  const stateItems = lockId(environment, "*");
  return {
    table: regional(environment, "dynamodb", `table/${names.lockTable(environment)}`),
    stateItems,
    digestItems: names.digestId(stateItems),
  };
}

/** The key of bucket and table, through them only. */
export function useStateKey(
  { region }: Environment,
  keyArn: string,
  services: readonly string[],
  actions: readonly string[],
): PolicyStatement {
  return {
    sid: "UseStateKey",
    actions,
    resources: [keyArn],
    conditions: { StringEquals: { "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`) } },
  };
}
