/**
 * Creates the state bucket and lock table by the stack that describes them: applied with local state first, which is then
 * migrated into the bucket. Every step looks at what is there, so that a killed bootstrap goes on where it stopped.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { hasTagsOf, leftovers, textIn, type Leftover, type Tags } from "../../core/bootstrap/leftovers";
import { bootstrapStep, type KnownResources } from "../../core/bootstrap/step";
import { bootstrapConflict, bootstrapForeign, bootstrapUnverified, terraformFailed } from "../../core/errors";
import { exists, type Backend } from "../state/backend";
import type { AwsClients } from "../state/clients";
import { readState, type StateDocument } from "../state/read";
import { readDocument, type StackOnDisk } from "../synthesize";
import { describeFailure } from "../terraform/diagnostics";
import { runTerraform, type GroupKeeper, type Interruption, type TerraformResult } from "../terraform/run";
import type { TagsOf } from "./tags";

export interface BootstrapOptions {
  /** The synthesized stack that creates the backend. */
  readonly stack: StackOnDisk;
  /** Folder of the local state, until it is migrated: `.gen/bootstrap/<environment>`. */
  readonly scratch: string;
  readonly backend: Backend;
  readonly stateKey: string;
  readonly accountId: string;
  readonly clients: AwsClients;
  readonly tagsOf: TagsOf;
  readonly variables: Readonly<Record<string, string>>;
  readonly keeper?: GroupKeeper;
  readonly interruption?: Interruption;
  readonly say: (line: string) => void;
}

type Document = Record<string, unknown> & {
  readonly provider?: { readonly aws?: readonly { readonly default_tags?: readonly { readonly tags: Tags }[] }[] };
  readonly terraform?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const localState = "terraform.tfstate";
/** The local state while it is moved: under its own name, `init` would migrate it. */
const movingState = "moving.tfstate";

export async function bootstrap(options: BootstrapOptions): Promise<void> {
  const { scratch, say, backend } = options;
  const step = bootstrapStep(await remoteResources(options), knownResources(readLocal(scratch)));
  if (step === "conflict") throw bootstrapConflict(scratch, backend.bucket);
  if (step === "create") {
    say(`Creating bucket ${backend.bucket} and table ${backend.lockTable}, with local state in ${scratch}`);
    await createWithLocalState(options);
    say(`Moving the state into s3://${backend.bucket}/${options.stateKey}`);
    await migrate(options);
  }
  rmSync(scratch, { recursive: true, force: true });
  say("Comparing the bucket with its stack");
  await terraform(options, options.stack.folder, "init", "-json", "-input=false", "-reconfigure");
  await apply(options, options.stack.folder);
}

async function createWithLocalState(options: BootstrapOptions): Promise<void> {
  const { scratch } = options;
  mkdirSync(scratch, { recursive: true });
  if (existsSync(join(scratch, movingState))) renameSync(join(scratch, movingState), join(scratch, localState));
  // A backend that an earlier, killed migration noted here would be asked for the state.
  rmSync(join(scratch, ".terraform"), { recursive: true, force: true });
  const document = documentOf(options);
  const withoutBackend = Object.entries(document.terraform ?? {}).filter(([name]) => name !== "backend");
  const imports = await importsOfExisting(document, options);
  write(scratch, {
    ...document,
    terraform: Object.fromEntries(withoutBackend),
    ...(imports.length > 0 ? { import: imports } : {}),
  });
  await terraform(options, scratch, "init", "-json", "-input=false");
  await apply(options, scratch);
}

/** Pushes the local state: unlike `init -migrate-state`, that leaves the local file as it is, and can be repeated. */
async function migrate(options: BootstrapOptions): Promise<void> {
  const { scratch, backend, stateKey } = options;
  const known = knownResources(readLocal(scratch));
  if (!existsSync(join(scratch, movingState))) renameSync(join(scratch, localState), join(scratch, movingState));
  write(scratch, documentOf(options));
  await terraform(options, scratch, "init", "-json", "-input=false", "-reconfigure");
  await terraform(options, scratch, "state", "push", movingState);
  if (bootstrapStep(await remoteResources(options), known) !== "settled")
    throw bootstrapUnverified(join(scratch, movingState), `s3://${backend.bucket}/${stateKey}`);
}

/**
 * Buckets and table that are there although the local state does not know them: an apply was killed after it had created
 * them and before it could write that down. They are imported instead of created again.
 */
async function importsOfExisting({ resource = {} }: Document, { clients, scratch }: BootstrapOptions) {
  const known = new Set(readLocal(scratch)?.resources.map(({ type, name }) => `${type}.${name}`));
  const candidates = [
    {
      type: "aws_s3_bucket",
      argument: "bucket",
      isThere: (Bucket: string) => exists(clients.s3.send(new HeadBucketCommand({ Bucket }))),
    },
    {
      type: "aws_dynamodb_table",
      argument: "name",
      isThere: (TableName: string) => exists(clients.dynamodb.send(new DescribeTableCommand({ TableName }))),
    },
  ];
  const imports: { to: string; id: string }[] = [];
  for (const { type, argument, isThere } of candidates)
    for (const [name, values] of Object.entries(resource[type] ?? {})) {
      const [to, id] = [`${type}.${name}`, textIn(values, argument)];
      if (id !== undefined && !known.has(to) && (await isThere(id))) imports.push({ to, id });
    }
  return imports;
}

/** What is in the way, and is what is to be made, is taken over: an apply was killed before it could write it down. */
async function apply(options: BootstrapOptions, folder: string): Promise<void> {
  const args = ["apply", "-json", "-input=false", "-auto-approve"];
  const result = await run(options, folder, ...args);
  if (result.exitCode === 0) return;
  const { resource = {}, provider } = documentOf(options);
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const left = leftovers(resource, errors, options.accountId);
  // Anything else that is wrong is to be told as it is.
  if (left.length === 0 || left.length < errors.length) throw terraformFailed("apply", describeFailure(result));
  const stackTags = provider?.aws?.[0]?.default_tags?.[0]?.tags ?? {};
  const foreign: Leftover[] = [];
  for (const one of left) if (!hasTagsOf(stackTags, await options.tagsOf(one))) foreign.push(one);
  if (foreign.length > 0) throw bootstrapForeign(foreign, folder);
  for (const { address, id } of left) {
    options.say(`Taking over ${id}, which is there already: terraform import ${address}`);
    await terraform(options, folder, "import", "-input=false", "-no-color", address, id);
  }
  await terraform(options, folder, ...args);
}

async function terraform(options: BootstrapOptions, folder: string, ...args: string[]): Promise<void> {
  const result = await run(options, folder, ...args);
  if (result.exitCode !== 0) throw terraformFailed(args[0] ?? "", describeFailure(result));
}

function run(options: BootstrapOptions, folder: string, ...args: string[]): Promise<TerraformResult> {
  const { variables, keeper, interruption } = options;
  return runTerraform(args, {
    folder,
    variables,
    ...(keeper === undefined ? {} : { keeper }),
    ...(interruption === undefined ? {} : { interruption }),
  });
}

async function remoteResources({ clients, backend, stateKey }: BootstrapOptions): Promise<KnownResources> {
  return knownResources(await readState(clients, backend.bucket, stateKey));
}

function knownResources(state: StateDocument | undefined): KnownResources {
  const managed = (state?.resources ?? []).filter(({ mode }) => mode === "managed");
  return new Set(
    managed.flatMap(({ type, name, instances }) =>
      instances.map(({ attributes }) => `${type}.${name} = ${String(attributes["id"])}`),
    ),
  );
}

function readLocal(scratch: string): StateDocument | undefined {
  return readStateFile(join(scratch, movingState)) ?? readStateFile(join(scratch, localState));
}

function readStateFile(path: string): StateDocument | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as StateDocument;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error; // a torn state must be looked at, not overwritten
  }
}

function documentOf({ stack }: BootstrapOptions): Document {
  return readDocument(stack) as Document;
}

function write(scratch: string, document: Document): void {
  writeFileSync(join(scratch, "cdk.tf.json"), `${JSON.stringify(document, null, 2)}\n`);
}
