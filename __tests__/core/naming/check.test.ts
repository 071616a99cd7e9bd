import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ComposedName, checkName, reservedServiceName, serviceNames } from "../../../core/naming/check";
import { type NameSpace, nameRules, names, shortHash } from "../../../core/naming/names";

/** The longest names that the schemas allow; the short name leaves room for the longest service in a target group. */
const longest = { name: "production-northwest", shortName: "prod", accountId: "111122223333" };
const longestService = "billing-and-payments";

/** The names of an environment's shared resources: the schema keeps them short enough, which is shown here. */
function sharedNames(environment: NameSpace): ComposedName[] {
  return [
    { what: "load balancer", name: names.loadBalancer(environment), rule: nameRules.loadBalancer },
    { what: "cluster", name: names.cluster(environment), rule: nameRules.ecs },
    { what: "database", name: names.shared(environment, "database"), rule: nameRules.dbInstance },
    { what: "cache", name: names.shared(environment, "cache"), rule: nameRules.replicationGroup },
    { what: "lock table", name: names.lockTable(environment), rule: nameRules.table },
    ...["tfstate", "files", "alb-logs"].map((purpose) => ({
      what: `${purpose} bucket`,
      name: names.bucket(environment, purpose),
      rule: nameRules.bucket,
    })),
  ];
}

const kebab = (minLength: number, maxLength: number) =>
  fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length >= minLength && length <= maxLength);

describe("composed names", () => {
  it("fit AWS's limits at their longest", () => {
    expect([longest.name.length, longestService.length]).toEqual([20, 20]);
    const all = [...serviceNames(longest, longestService), ...sharedNames(longest)];
    expect(all.map(({ what, name, rule }) => [what, checkName(rule, name)]).filter(([, problem]) => problem)).toEqual(
      [],
    );
  });

  it("fit AWS's rules for any environment and service", () => {
    fc.assert(
      fc.property(kebab(2, 20), kebab(2, 20), (name, service) => {
        const environment = { ...longest, name };
        const all = [...serviceNames(environment, service), ...sharedNames(environment)];
        expect(all.map((each) => checkName(each.rule, each.name) ?? "fits")).toEqual(all.map(() => "fits"));
      }),
    );
  });

  it("are these", () => {
    const production = { name: "production", shortName: "prod", accountId: "111122223333" };
    const all = [...serviceNames(production, "billing"), ...sharedNames(production)];
    expect(Object.fromEntries(all.map(({ what, name }) => [what, name]))).toEqual({
      "target group": "prod-billing-12ae32",
      "execution role": "smart360-production-billing-execution",
      "task role": "smart360-production-billing-task",
      repository: "smart360/production/billing",
      "ECS service": "smart360-production-billing",
      "database role": "billing",
      "image parameter": "/smart360/production/billing/image",
      "log group": "/smart360/production/billing",
      "load balancer": "smart360-production",
      cluster: "smart360-production",
      database: "smart360-production-database",
      cache: "smart360-production-cache",
      "lock table": "smart360-production-tfstate-lock",
      "tfstate bucket": "smart360-production-tfstate-111122223333",
      "files bucket": "smart360-production-files-111122223333",
      "alb-logs bucket": "smart360-production-alb-logs-111122223333",
    });
  });

  it("differ between services of an environment", () => {
    fc.assert(
      fc.property(fc.uniqueArray(kebab(2, 20), { minLength: 2, maxLength: 6 }), (services) => {
        const all = services.flatMap((service) =>
          serviceNames(longest, service).map(({ what, name }) => `${what}: ${name}`),
        );
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});

describe("checkName", () => {
  const { source } = nameRules.targetGroup;

  it.each([
    ["prod-billing-3f2a1c", undefined],
    ["a".repeat(32), undefined],
    ["a".repeat(33), `has 33 characters where AWS allows 32 (${source})`],
    ["-billing", `has characters that AWS does not allow there (${source})`],
    ["billing-", `has characters that AWS does not allow there (${source})`],
    ["internal-billing", `has characters that AWS does not allow there (${source})`],
    ["bill_ing", `has characters that AWS does not allow there (${source})`],
  ])("of a target group %j: %s", (name, problem) => {
    expect(checkName(nameRules.targetGroup, name)).toBe(problem);
  });

  it.each([
    [nameRules.role, "role with space", "r".repeat(65)],
    [nameRules.bucket, "Bucket", "b".repeat(64)],
    [nameRules.replicationGroup, "cache--1", "c".repeat(41)],
    [nameRules.dbInstance, "database-", "d".repeat(64)],
    [nameRules.repository, "a//b", "r".repeat(257)],
    [nameRules.ecs, "a/b", "e".repeat(256)],
    [nameRules.table, "ab", "t".repeat(256)],
    [nameRules.parameter, "/ssm/x", `/${"p".repeat(1_011)}`],
    [nameRules.logGroup, "a b", "l".repeat(513)],
    [nameRules.databaseRole, "a-b", "r".repeat(64)],
    [nameRules.loadBalancer, "internal-x", "l".repeat(33)],
  ])("holds %o against its pattern and its length", (rule, malformed, tooLong) => {
    expect(checkName(rule, malformed)).toBe(`has characters that AWS does not allow there (${rule.source})`);
    expect(checkName(rule, tooLong)).toBe(
      `has ${tooLong.length} characters where AWS allows ${rule.maxLength} (${rule.source})`,
    );
  });
});

describe("reservedServiceName", () => {
  it.each([
    ["smart360", "which is the name of the product"],
    ["network", "which the platform uses for itself"],
    ["collector", "which the platform uses for itself"],
    ["frontend", "which the platform uses for itself"],
    ["status", "which is a command of `smart360 ship`"],
    ["postgres", "which PostgreSQL or RDS keeps for itself"],
    ["template1", "which PostgreSQL or RDS keeps for itself"],
    ["pg-stats", "which PostgreSQL or RDS keeps for itself"],
    ["rdsadmin", "which PostgreSQL or RDS keeps for itself"],
    ["billing", undefined],
    ["networks", undefined],
    ["pages", undefined],
  ])("of %s: %s", (name, reason) => {
    expect(reservedServiceName(name)).toBe(reason);
  });
});

describe("shortHash", () => {
  it("is equal for equal values and differs for others", () => {
    expect(shortHash({ port: 8_000 })).toBe(shortHash({ port: 8_000 }));
    expect(shortHash({ port: 8_000 })).not.toBe(shortHash({ port: 8_001 }));
  });

  it("gives a target group another name when what forces its replacement changes", () => {
    expect(names.targetGroup(longest, "billing", 8_000)).not.toBe(names.targetGroup(longest, "billing", 8_001));
  });
});
