import { beforeAll, describe, expect, it } from "vitest";
import type { PolicyStatement } from "../../../modules/common/policy";
import { policiesOnRole, policyCharacters, policySize } from "../../../modules/delivery/policy-limits";
import { boundary } from "../../../modules/state/role-boundary";
import { oidcEnvironment, rolePolicies, statementsOf } from "../../support/delivery";
import { overlap, type ReferenceAction, referenceOf } from "../../support/iam";

const services = ["billing", "metering"];
const environment = oidcEnvironment();

/** AWS knows a resource, but checks the call against none. */
const checkedAgainstNothing = ["ecs:ListTasks"];
/** Kinds that the platform has none of, and that the reference lists beside the ones it has. */
const otherKinds = ["/net/", "/gwy/", "/stream/"];
/** Keys that every request carries. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const globalKeys = ["aws:ResourceAccount"];
/** AWS's own policy for sessions names no resource either. */
const anywhere = ["HoldSessions"];
/** `aws:ResourceTag` keys that the reference leaves to the resource type, by their own name. */
const keyName = (key: string) => key.replace(/^(aws:(?:Resource|Request)Tag)\/.*$/, "$1/${TagKey}");

const policies = { ...rolePolicies(environment, services), "the boundary": { boundary: boundary(environment) } };

describe.each(Object.entries(policies))("the statements of %s, by AWS's reference", (_, policies) => {
  const statements = statementsOf(policies);
  const actions = [...new Set(statements.flatMap((statement) => statement.actions))];
  const reference = new Map<string, ReferenceAction>();

  beforeAll(async () => {
    for (const action of actions) {
      const found = await referenceOf(action);
      if (found !== undefined) reference.set(action, found);
    }
  });

  const of = (action: string): ReferenceAction => {
    const found = reference.get(action);
    if (found === undefined) throw new Error(`AWS knows no action ${action}`);
    return found;
  };

  it("name actions that exist, each in full", () => {
    expect(actions.filter((action) => action.includes("*") || !reference.has(action))).toEqual([]);
  });

  it("name resources wherever AWS knows one", () => {
    const unnamed = statements.filter(
      ({ sid, resources }) => (resources?.includes("*") ?? true) && !anywhere.includes(sid),
    );
    const avoidable = unnamed.flatMap((statement) =>
      statement.actions.filter((action) => of(action).resources.length > 0),
    );
    expect(avoidable.filter((action) => !checkedAgainstNothing.includes(action))).toEqual([]);
    expect(
      statements.filter(({ resources = [] }) => resources.some((arn) => arn !== "*" && !arn.startsWith("arn:aws:"))),
    ).toEqual([]);
  });

  it("name resources only for actions that work on them", () => {
    const pointless = statements
      .filter(({ resources }) => !(resources ?? []).includes("*"))
      .flatMap(({ sid, actions: named, resources = [] }) =>
        named
          .filter(
            (action) => !of(action).resources.some(({ arn }) => resources.some((pattern) => overlap(arn, pattern))),
          )
          .map((action) => `${sid}: ${action}`),
      );
    expect(pointless).toEqual([]);
  });

  it("name every resource that an action cannot do without", () => {
    const named = (action: string) =>
      statements.filter((statement) => statement.actions.includes(action)).flatMap(({ resources }) => resources ?? []);
    const missing = actions.flatMap((action) =>
      of(action)
        .resources.filter(({ required, arn }) => required && !named(action).some((pattern) => overlap(arn, pattern)))
        .map(({ arn }) => `${action} on ${arn}`),
    );
    expect(missing.filter((text) => !otherKinds.some((kind) => text.includes(kind)))).toEqual([]);
  });

  it("set only conditions that their actions know", () => {
    const unknown = statements.flatMap(({ sid, actions: named, conditions = {} }) =>
      Object.values(conditions)
        .flatMap((operator) => Object.keys(operator))
        .filter((key) => !globalKeys.includes(key))
        .flatMap((key) =>
          named
            .filter((action) => !of(action).conditionKeys.includes(keyName(key)))
            .map((action) => `${sid}: ${key} for ${action}`),
        ),
    );
    expect(unknown).toEqual([]);
  });

  it("stay within IAM's limits", () => {
    const sizes = Object.entries(policies).map(([name, policy]) => [name, policySize(policy)] as const);
    expect(sizes.length).toBeLessThanOrEqual(policiesOnRole);
    expect(sizes.filter(([, size]) => size > policyCharacters)).toEqual([]);
  });

  it("have a name of their own in their policy", () => {
    const doubled = (policy: readonly PolicyStatement[]) =>
      policy.map(({ sid }) => sid).filter((sid, index, all) => all.indexOf(sid) !== index);
    expect(Object.values(policies).flatMap(doubled)).toEqual([]);
    expect(statements.filter(({ sid }) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
  });
});
