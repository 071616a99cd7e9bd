/** Commands of the embedded default. */
import { Option, type Command } from "commander";
import type { ProviderMode } from "../../local/daemon/record";
import { down } from "../commands/down";
import { offline } from "../commands/offline";
import { status } from "../commands/status";
import { up } from "../commands/up";
import { consoleFor } from "../console";
import { environment, parallel, type CliContext } from "./context";

export function embeddedCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("up")
    .description("deploy every stack to the embedded default: no account, nothing reaches AWS")
    .addOption(environment())
    .addOption(parallel("stacks deployed at once"))
    .addOption(
      new Option("--provider <which>", "terraform's AWS provider").choices(["offline", "real"]).default("offline"),
    )
    .option("--all", "let terraform plan every stack, also those that are as the last `up` applied them")
    .option("--json", "the result as JSON")
    .action(
      async (options: { environment: string; parallel: number; provider: ProviderMode; all?: true; json?: true }) => {
        const [all, json] = [options.all === true, options.json === true];
        exit(await up({ ...options, root, mode: options.provider, all, json }, consoleFor(json)));
      },
    );

  cli
    .command("down")
    .description("stop the embedded default; its state stays for the next `up`")
    .option("--purge", "delete its state too")
    .action(async ({ purge }: { purge?: true }) => exit(await down(root, purge === true, consoleFor(false))));

  cli
    .command("status")
    .description("tell what of the embedded default runs")
    .option("--json", "as JSON")
    .action(({ json }: { json?: true }) => exit(status(root, json === true, consoleFor(json === true))));

  cli
    .command("offline")
    .description("run a command on the embedded default; without one, your shell")
    .usage("[options] -- <command...>")
    .argument("[command...]", "program and its arguments")
    .passThroughOptions()
    .addOption(environment())
    .action(async (command: string[], options: { environment: string }) => {
      exit(await offline({ root, command, environment: options.environment }, consoleFor(true)));
    });
}
