/** Exit codes of commands that answer by them whether something would change. */
import { UserError } from "../../core/errors";
import { ExitCode } from "../console";

/** What keeps such a command from its answer is a failure, whoever can mend it: 2 is taken, it means changes. */
export async function answer(ask: () => Promise<number>): Promise<number> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return ExitCode.failed;
  }
}
