/** Messages about the real AWS provider on the embedded default. */
import { UserError } from "./user-error";

/** `said` are terraform's own words; `variable` names the folder of a filesystem mirror. */
export function realProviderMissing(said: string, variable: string): UserError {
  return new UserError(
    `The real AWS provider cannot be installed here. Put it into a filesystem mirror and set ${variable} to that folder, ` +
      `or let terraform reach its registry; \`smart360 up\` alone needs neither. Terraform said:\n${said}`,
  );
}
