/** What the offline provider answers to what it cannot do. */
import { UserError } from "./user-error";

/** A data source that the offline provider does not answer. `type` is `data.aws_...`. */
export function offlineDataSourceRefused(type: string, answered: readonly string[]): UserError {
  return new UserError(
    `${type} needs AWS, and the offline provider reaches nothing there. It answers ${answered.join(", ")}; ` +
      "build the value in the app, or give the offline provider an answer for it.",
  );
}

export function offlineParameterMissing(name: string, region: string): UserError {
  return new UserError(
    `The SSM parameter "${name}" does not exist in the local AWS (${region}). Create it, or correct the name.`,
  );
}

export function offlineTypeUnknown(type: string): UserError {
  return new UserError(
    `The pinned bindings have no type ${type}, so the offline provider cannot serve it. Correct the name, or update @cdktf/provider-aws.`,
  );
}

export function offlineMoveRefused(from: string, to: string): UserError {
  return new UserError(
    `The offline provider cannot turn the state of ${from} into that of ${to}. ` +
      "Remove the `moved` block, or import the resource under its new type.",
  );
}

export function offlineEphemeralRefused(type: string): UserError {
  return new UserError(
    `The offline provider has no ephemeral resource ${type}: opening one would need AWS. Use an argument or a data source instead.`,
  );
}

export function offlineFault(type: string, operation: string, message: string): UserError {
  return new UserError(`${message} (a fault injected into ${operation} of ${type})`);
}

/** A configuration sets what only AWS decides; in the words of Terraform's own plugin SDK. */
export function offlineUnconfigurable(attribute: string): UserError {
  return new UserError(
    `Can't configure a value for "${attribute}": its value will be decided automatically based on the result of applying this configuration.`,
  );
}
