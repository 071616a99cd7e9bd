import { UserError } from "./user-error";

/** Rules for the whole tree that a stack breaks, all of them. */
export class RuleError extends UserError {
  override readonly name = "RuleError";

  constructor(
    readonly violations: readonly [
      { readonly path: string; readonly message: string },
      ...{ readonly path: string; readonly message: string }[],
    ],
  ) {
    super(violations.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  }
}
