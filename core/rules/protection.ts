import { ruleProblems } from "../errors/rules";
import { guardedTypes } from "../synthesized/guarded-types";
import type { Rule } from "./rule";

const preventDestroy: Rule = ({ type, arguments: { lifecycle } }, { settings }) => {
  if (!(type in guardedTypes) || !settings.protectData) return [];
  return (lifecycle as { prevent_destroy?: unknown } | undefined)?.prevent_destroy === true
    ? []
    : [ruleProblems.unprotected(type)];
};

const ownProtection: Rule = (resource, { settings }) => {
  const argument =
    guardedTypes[resource.type] ?? (resource.type === "aws_lb" ? "enable_deletion_protection" : undefined);
  if (argument === undefined || !settings.protectData) return [];
  return resource.arguments[argument] === true ? [] : [ruleProblems.deletable(resource.type, argument)];
};

/** No resource of a guarded type can be lost by a plan, unless the environment says so. */
export const protectionRules: readonly Rule[] = [preventDestroy, ownProtection];
