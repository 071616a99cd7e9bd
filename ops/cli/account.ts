/** Commands that look after an environment's AWS account. */
import type { Command } from "commander";
import { bootstrapCommand } from "../commands/bootstrap";
import { patch } from "../commands/patch";
import { consoleFor } from "../console";
import { environment, offline, type CliContext } from "./context";
import { ending } from "./help";

/** A refresh takes tens of minutes, and AWS tells its percentage in steps of an instance. */
const patchPollSeconds = 15;

export function accountCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("bootstrap")
    .summary("create the state bucket and the lock table, once")
    .description("create an environment's state bucket and lock table in its AWS account")
    .addHelpText(
      "after",
      ending({ 0: "both are there", 1: "failed", 2: "refused" }, [
        ["smart360 bootstrap -e staging", "once an account"],
      ]),
    )
    .addOption(environment())
    .addOption(offline())
    .action(async ({ environment: name, offline: isOffline }: { environment: string; offline?: true }) => {
      exit(await bootstrapCommand({ root, environment: name, offline: isOffline === true }, consoleFor(false)));
    });

  cli
    .command("patch")
    .summary("replace the instances when AWS has a newer AMI")
    .description("replace an environment's instances when AWS recommends a newer AMI")
    .addHelpText(
      "after",
      ending(
        {
          0: "no instance is behind, or the refresh is begun (--no-wait)",
          1: "failed; with --check, an instance is behind",
          2: "refused",
          130: "interrupted: the refresh goes on",
        },
        [["smart360 patch --check -e staging", "only tell"]],
      ),
    )
    .addOption(environment())
    .option("--check", "only tell: exit code 0 when no instance is behind, 1 when one is")
    .option("--no-wait", "start the instance refresh and do not follow it")
    .option("--json", "the result as JSON")
    .action(async (options: { environment: string; check?: true; wait: boolean; json?: true }) => {
      const [check, json] = [options.check === true, options.json === true];
      exit(await patch({ ...options, root, check, json, pollSeconds: patchPollSeconds }, consoleFor(json)));
    });
}
