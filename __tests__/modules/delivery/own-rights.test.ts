/** What keeps apply, which makes the roles of the platform, from giving itself more rights than it has. */
import { describe, expect, it } from "vitest";
import { deliveryRoles, names } from "../../../core/naming/names";
import { roleBoundaryArn } from "../../../modules/common/role-boundary";
import { foreign, rolePolicies, statementsOf } from "../../support/delivery";
import { permits } from "../../support/iam";
import { Platform, production } from "../../support/platform";

const environment = production();
const apply = statementsOf(rolePolicies(environment, ["billing"])["apply"] ?? {});
const iam = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const bounded = { "iam:PermissionsBoundary": roleBoundaryArn(environment) };
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
  permits(apply, { action: `iam:${action}`, resource, context });

const changes = [
  "AttachRolePolicy",
  "CreateRole",
  "DeleteRole",
  "DeleteRolePermissionsBoundary",
  "DeleteRolePolicy",
  "DetachRolePolicy",
  "PutRolePermissionsBoundary",
  "PutRolePolicy",
  "TagRole",
  "UntagRole",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
  "UpdateRoleDescription",
];
const policyChanges = [
  "CreatePolicy",
  "CreatePolicyVersion",
  "DeletePolicy",
  "DeletePolicyVersion",
  "SetDefaultPolicyVersion",
  "TagPolicy",
  "UntagPolicy",
];

describe("apply", () => {
  it("makes no role without the boundary, or with another", () => {
    const role = iam("role/smart360-production-other");
    expect(may("CreateRole", role)).toBe(false);
    expect(may("CreateRole", role, { "iam:PermissionsBoundary": administrator })).toBe(false);
    expect(may("CreateRole", role, bounded)).toBe(true);
  });

  it("makes no role of another environment, or of none", () => {
    expect(may("CreateRole", iam("role/smart360-staging-other"), bounded)).toBe(false);
    expect(may("CreateRole", iam("role/other"), bounded)).toBe(false);
  });

  it("takes the boundary off no role, and puts no other on", () => {
    const role = iam("role/smart360-production-billing-task");
    expect(may("DeleteRolePermissionsBoundary", role, bounded)).toBe(false);
    expect(may("PutRolePermissionsBoundary", role, { "iam:PermissionsBoundary": administrator })).toBe(false);
    expect(may("PutRolePermissionsBoundary", role, bounded)).toBe(true);
  });

  it("gives rights to bounded roles only", () => {
    const role = iam("role/smart360-production-billing-task");
    for (const action of ["PutRolePolicy", "DeleteRolePolicy"])
      expect([may(action, role), may(action, role, bounded)]).toEqual([false, true]);
  });

  it("lets nobody else assume a role that has no boundary, whoever made it", () => {
    const role = iam("role/smart360-production-made-by-hand");
    expect([may("UpdateAssumeRolePolicy", role), may("UpdateAssumeRolePolicy", role, bounded)]).toEqual([false, true]);
  });

  it.each(["DeleteRole", "UpdateRole", "UpdateRoleDescription"])("%s: leaves a role without a boundary", (action) => {
    const role = iam("role/smart360-production-made-by-hand");
    expect([may(action, role), may(action, role, bounded)]).toEqual([false, true]);
  });

  it("attaches AWS's policies of the instances to bounded roles, and no other policy to any", () => {
    const role = iam("role/smart360-production-instances");
    const sessions = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" };
    expect(may("AttachRolePolicy", role, { ...bounded, ...sessions })).toBe(true);
    expect(may("AttachRolePolicy", role, sessions)).toBe(false);
    expect(may("AttachRolePolicy", role, { ...bounded, "iam:PolicyARN": administrator })).toBe(false);
    const own = { "iam:PolicyARN": iam("policy/smart360-production-jenkins-changes-access") };
    expect(may("AttachRolePolicy", role, { ...bounded, ...own })).toBe(false);
  });

  describe.each(deliveryRoles)("leaves the role %s as it is", (name) => {
    it.each(changes)("%s", (action) => {
      const role = iam(`role/${names.deliveryRole(environment, name)}`);
      const context = { ...bounded, "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" };
      expect([may(action, role), may(action, role, context)]).toEqual([false, false]);
    });
  });

  it.each(policyChanges)("%s: leaves the boundary, its own policies and every other as they are", (action) => {
    const policies = [names.roleBoundary(environment), "smart360-production-jenkins-changes-access", "any-other"];
    expect(policies.filter((name) => may(action, iam(`policy/${name}`), bounded))).toEqual([]);
  });

  it("assumes no role, and passes none but the platform's to the service it is made for", () => {
    expect(apply.flatMap(({ actions }) => actions).filter((action) => action.startsWith("sts:"))).toEqual([]);
    const services = ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com"];
    for (const name of deliveryRoles)
      for (const service of services)
        expect(
          may("PassRole", iam(`role/${names.deliveryRole(environment, name)}`), { "iam:PassedToService": service }),
        ).toBe(false);
  });

  it("changes no one's way into the account: no user, group, key, or issuer of tokens", () => {
    const known = [...changes, "PassRole", "CreateServiceLinkedRole"];
    const others = apply
      .flatMap(({ actions }) => actions)
      .filter((action) => /^iam:(?!Get|List)/.test(action))
      .map((action) => action.replace("iam:", ""))
      .filter((action) => !known.includes(action) && !action.includes("InstanceProfile"));
    expect(others).toEqual([]);
  });

  it("may make, change and delete every role that the stacks have, as they have it", () => {
    const platform = Platform.synthesize();
    const roles = platform.stacks
      .filter((stack) => stack !== "delivery")
      .flatMap((stack) => platform.template(stack).all("aws_iam_role"));
    const refused = roles.flatMap(({ name, permissions_boundary: boundary }) => {
      const context = {
        "iam:PermissionsBoundary": String(boundary),
        "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      };
      return changes
        .filter((action) => action !== "DeleteRolePermissionsBoundary")
        .filter((action) => !may(action, iam(`role/${String(name)}`), context))
        .map((action) => `${action} on ${String(name)}`);
    });
    expect(roles.length).toBeGreaterThan(20);
    expect(refused).toEqual([]);
  });
});

describe("apply and the states", () => {
  const platform = Platform.synthesize();
  const bucket = names.stateBucket(environment);
  const key = foreign(environment).stateKeyArn;
  const inAccount = { "aws:ResourceAccount": environment.accountId };
  const ofPlatform = { "aws:ResourceTag/Environment": environment.name, "aws:ResourceTag/Product": "smart360" };
  const calls = (service: string, actions: readonly string[], resource: string, context: Record<string, string>) =>
    actions.filter((action) => permits(apply, { action: `${service}:${action}`, resource, context }));
  const table = "arn:aws:dynamodb:us-east-1:111122223333:table/smart360-production-tfstate-lock";
  /** The calls that write a stack's state, its digest and both its locks. */
  const writesOf = (stack: string) => {
    const path = `${bucket}/${names.stateKey(environment, stack)}`;
    return [
      ...calls("s3", ["PutObject"], `arn:aws:s3:::${path}`, inAccount),
      ...calls("s3", ["PutObject", "DeleteObject"], `arn:aws:s3:::${path}.tflock`, inAccount),
      ...calls("dynamodb", ["PutItem", "DeleteItem"], table, { "dynamodb:LeadingKeys": path }),
      ...calls("dynamodb", ["PutItem"], table, { "dynamodb:LeadingKeys": `${path}-md5` }),
    ];
  };

  it.each(["state", "delivery"])("writes, locks and unlocks nothing of %s, which people apply", (stack) => {
    expect(writesOf(stack)).toEqual([]);
  });

  it("writes, locks and unlocks those of every other stack", () => {
    const others = platform.stacks.filter((stack) => !["state", "delivery"].includes(stack));
    const all = ["PutObject", "PutObject", "DeleteObject", "PutItem", "DeleteItem", "PutItem"];
    expect(others.length).toBeGreaterThan(10);
    expect(others.map((stack) => [stack, writesOf(stack)])).toEqual(others.map((stack) => [stack, all]));
  });

  it("changes nothing about the buckets of states and of who read them, and may about every other", () => {
    const buckets = platform.stacks.flatMap((stack) =>
      platform
        .template(stack)
        .all("aws_s3_bucket")
        .map((bucket) => ({ stack, name: String(bucket["bucket"]) })),
    );
    const changed = ["CreateBucket", "DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketVersioning"];
    const more = ["PutBucketPublicAccessBlock", "PutEncryptionConfiguration", "PutLifecycleConfiguration"];
    const refused = buckets.filter(
      ({ name }) => calls("s3", [...changed, ...more], `arn:aws:s3:::${name}`, inAccount).length === 0,
    );
    const allowed = buckets.filter(
      ({ name }) => calls("s3", [...changed, ...more], `arn:aws:s3:::${name}`, inAccount).length === 8,
    );
    expect(refused.map(({ stack }) => stack)).toEqual(["state", "state"]);
    expect(allowed).toEqual(buckets.filter(({ stack }) => stack !== "state"));
  });

  it("changes nothing about their key, and may about every other of the environment", () => {
    const changes = [
      "PutKeyPolicy",
      "DisableKey",
      "ScheduleKeyDeletion",
      "UntagResource",
      "CreateAlias",
      "RetireGrant",
    ];
    const other = foreign(environment).dataKeyArn;
    expect(calls("kms", changes, key, ofPlatform)).toEqual([]);
    expect(calls("kms", changes, other, ofPlatform)).toEqual(changes);
    const alias = (name: string) => `arn:aws:kms:us-east-1:111122223333:alias/smart360-production-${name}`;
    expect(calls("kms", ["UpdateAlias", "DeleteAlias"], alias("tfstate"), {})).toEqual([]);
    expect(calls("kms", ["UpdateAlias", "DeleteAlias"], alias("data"), {})).toEqual(["UpdateAlias", "DeleteAlias"]);
  });

  it("uses their key through S3 and DynamoDB, as every state takes", () => {
    for (const service of ["s3", "dynamodb"])
      expect(
        calls("kms", ["Decrypt", "GenerateDataKey"], key, { "kms:ViaService": `${service}.us-east-1.amazonaws.com` }),
      ).toEqual(["Decrypt", "GenerateDataKey"]);
  });
});
