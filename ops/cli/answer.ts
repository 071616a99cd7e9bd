/** Exit codes of commands that answer by them whether something would change. */
import { UserError } from "../../core/errors";
import { ExitCode, printError } from "../console";

/** What keeps such a command from its answer is a failure, whoever can mend it: 2 is taken, it means changes. */
export async function answer(ask: () => Promise<number>): Promise<number> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    printError(error.message);
    return ExitCode.failed;
  }
}
