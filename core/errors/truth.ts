/** What `smart360 truth` refuses. */
import { UserError } from "./user-error";

/** The comparison starts from what the offline provider leaves, and there it left nothing. */
export const offlineApplyRefused = (stack: string, says: string) =>
  new UserError(
    `The offline provider cannot apply ${stack}, so there is nothing to compare. Mend this first; \`smart360 up\` shows the same:\n${says}`,
  );

export const truthInterrupted = () => "Interrupted: the providers are not compared to the end.";
