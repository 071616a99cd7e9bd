/**
 * Rules for the whole tree: whatever a stack holds, in whichever construct it was written, keeps them, or the synthesis
 * fails. They read the synthesized stack as plain data.
 */
import { RuleError } from "../errors";
import { resourcesOf } from "../synthesized/stack";
import { encryptionRules } from "./encryption";
import { exposureRules } from "./exposure";
import { grantRules } from "./grants";
import { protectionRules } from "./protection";
import type { Rule, RuleSettings } from "./rule";
import { upkeepRules } from "./upkeep";

/** One thing that breaks a rule, with what to do about it. */
export interface Violation {
  readonly path: string;
  readonly message: string;
}

const rules: readonly Rule[] = [
  ...protectionRules,
  ...encryptionRules,
  ...exposureRules,
  ...grantRules,
  ...upkeepRules,
];

/** Everything in a stack's Terraform JSON that breaks a rule. */
export function violations(stackJson: unknown, settings: RuleSettings): Violation[] {
  const stack = resourcesOf(stackJson);
  return stack.flatMap((resource) =>
    rules.flatMap((rule) => rule(resource, { stack, settings }).map((message) => ({ path: resource.path, message }))),
  );
}

/** Throws a `RuleError` that names all of them. */
export function enforce(stackJson: unknown, settings: RuleSettings): void {
  const [first, ...others] = violations(stackJson, settings);
  if (first !== undefined) throw new RuleError([first, ...others]);
}
