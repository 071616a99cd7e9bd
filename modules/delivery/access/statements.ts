import type { Environment } from "../../../core/environment/schema";
import type { PolicyStatement } from "../../common/policy";
import type { ServiceAccess } from "./service-access";

/** The resource of actions for which AWS knows none. */
const noResource = ["*"];

/** What lets Terraform compare what the stacks hold with their states. */
export function readStatements(environment: Environment, access: ServiceAccess): PolicyStatement[] {
  const { named, unnamed } = split(access, "reads");
  return [
    statement(access, "Reads", named, access.readable(environment)),
    statement(access, "ReadsUnnamed", unnamed, noResource),
  ].filter(isUseful);
}

/** What lets Terraform create, change and delete what the stacks hold. */
export function writeStatements(environment: Environment, access: ServiceAccess): PolicyStatement[] {
  const { named, unnamed } = split(access, "writes");
  const rules = access.writeRules?.(environment) ?? [{ sid: "Writes", resources: access.readable(environment) }];
  const inRules = new Set(rules.flatMap(({ actions }) => actions ?? named));
  return [
    ...rules.map((rule) => ({
      ...statement(access, rule.sid, rule.actions ?? named, rule.resources),
      ...(rule.effect === undefined ? {} : { effect: rule.effect }),
      ...(rule.conditions === undefined ? {} : { conditions: rule.conditions }),
    })),
    statement(
      access,
      "WritesUnnamed",
      unnamed.filter((action) => !inRules.has(action)),
      noResource,
    ),
  ].filter(isUseful);
}

/** The actions of a service, sorted, each once. */
function split({ types, unnamed }: ServiceAccess, kind: "reads" | "writes") {
  const actions = [...new Set(Object.values(types).flatMap((type) => type[kind]))].sort();
  return {
    named: actions.filter((action) => !unnamed.includes(action)),
    unnamed: actions.filter((action) => unnamed.includes(action)),
  };
}

function statement(
  { service }: ServiceAccess,
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  const prefix = service.replaceAll("-", "");
  return {
    sid: `${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}${sid}`,
    actions: actions.map((action) => `${service}:${action}`),
    resources,
  };
}

/** An environment without a hosted zone, for one, leaves statements about it without a resource. */
const isUseful = ({ actions, resources }: PolicyStatement) => actions.length > 0 && resources?.length !== 0;
