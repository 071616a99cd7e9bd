/** Commands that look after an environment's AWS account. */
import type { Command } from "commander";
import { bootstrapCommand } from "../commands/bootstrap";
import { patch } from "../commands/patch";
import { consoleFor } from "../console";
import { environment, type CliContext } from "./context";

/** A refresh takes tens of minutes, and AWS tells its percentage in steps of an instance. */
const patchPollSeconds = 15;

export function accountCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("bootstrap")
    .description("create an environment's state bucket and lock table in its AWS account")
    .addOption(environment())
    .option("--offline", "on the embedded default instead")
    .action(async ({ environment: name, offline: isOffline }: { environment: string; offline?: true }) => {
      exit(await bootstrapCommand({ root, environment: name, offline: isOffline === true }, consoleFor(false)));
    });

  cli
    .command("patch")
    .description("replace an environment's instances when AWS recommends a newer AMI")
    .addOption(environment())
    .option("--check", "only tell: exit code 0 when no instance is behind, 1 when one is")
    .option("--no-wait", "start the instance refresh and do not follow it")
    .option("--json", "the result as JSON")
    .action(async (options: { environment: string; check?: true; wait: boolean; json?: true }) => {
      const [check, json] = [options.check === true, options.json === true];
      exit(await patch({ ...options, root, check, json, pollSeconds: patchPollSeconds }, consoleFor(json)));
    });
}
