/** Commands of the embedded default. */
import { Option, type Command } from "commander";
import type { ProviderMode } from "../../local/daemon/record";
import { down } from "../commands/down";
import { offline } from "../commands/offline";
import { status } from "../commands/status";
import { up } from "../commands/up";
import { consoleFor } from "../console";
import { environment, parallel, type CliContext } from "./context";
import { ending } from "./help";

export function embeddedCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("up")
    .summary("deploy the whole platform: no account, nothing reaches AWS")
    .description(
      "deploy every stack to the embedded default (a local AWS and an offline provider): no account, nothing reaches AWS",
    )
    .addHelpText(
      "after",
      ending({ 0: "every stack is applied", 1: "one is not", 2: "refused before it began", 130: "interrupted" }, [
        ["smart360 up", "only what changed since the last time"],
        ["smart360 up -e staging", "another environment, beside the first"],
        ["smart360 up --provider real", "with the real AWS provider, where it is installed"],
      ]),
    )
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
    .summary("stop what `up` left running; its state stays")
    .description("stop the embedded default; its state stays for the next `up`")
    .addHelpText(
      "after",
      ending({ 0: "it does not run any more", 1: "it could not be stopped" }, [
        ["smart360 down --purge", "and forget its state"],
      ]),
    )
    .option("--purge", "delete its state too")
    .action(async ({ purge }: { purge?: true }) => exit(await down(root, purge === true, consoleFor(false))));

  cli
    .command("status")
    .summary("what runs, and where to reach it")
    .description("tell what of the embedded default runs, and where to reach it")
    .addHelpText("after", ending({ 0: "whether it runs or not" }, [["smart360 status --json", "for a program"]]))
    .option("--json", "as JSON")
    .action(({ json }: { json?: true }) => exit(status(root, json === true, consoleFor(json === true))));

  cli
    .command("offline")
    .summary("run any command there; without one, a shell")
    .description("run a command on the embedded default; without one, your shell")
    .addHelpText(
      "after",
      ending({ 2: "no such program", any: "that of the command" }, [
        ["smart360 offline -- cdktf diff service-billing", "what CDKTF says"],
        ["smart360 offline", "a shell; stacks are in cdktf.out/stacks"],
      ]),
    )
    .usage("[options] -- <command...>")
    .argument("[command...]", "program and its arguments")
    .passThroughOptions()
    .addOption(environment())
    .action(async (command: string[], options: { environment: string }) => {
      exit(await offline({ root, command, environment: options.environment }, consoleFor(true)));
    });
}
