/** Commands that tell what the manifest means. */
import { Option, type Command } from "commander";
import { type ScenarioName, scenarioNames } from "../../core/capacity/scenarios";
import { capacity } from "../commands/capacity";
import { explainCommand } from "../commands/explain";
import { consoleFor } from "../console";
import { asksLive, environment, offline, type CliContext } from "./context";
import { ending } from "./help";

interface ExplainFlags {
  readonly environment: string;
  readonly live?: true;
  readonly offline?: true;
  readonly json?: true;
}

export function explainingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("capacity")
    .summary("which task runs where, and what would not fit")
    .description("draw the tasks on their instances, the room left, and what would not fit")
    .addHelpText(
      "after",
      ending({ 0: "all fits that has to", 2: "something does not fit" }, [
        ["smart360 capacity", "as things are"],
        ["smart360 capacity --scenario instance-lost", "with one instance gone"],
      ]),
    )
    .addOption(environment())
    .addOption(new Option("--scenario <name>", "only this one, drawn").choices(scenarioNames))
    .option("--json", "as JSON")
    .action((options: { environment: string; scenario?: ScenarioName; json?: true }) => {
      const json = options.json === true;
      exit(capacity({ ...options, root, json }, consoleFor(json)));
    });

  cli
    .command("explain")
    .argument("<service>", "its name in services.json")
    .summary("everything that the file means for one service")
    .description("everything that services.json means for one service, defaults resolved")
    .addHelpText(
      "after",
      ending(
        {
          0: "explained",
          1: "AWS did not answer (--live)",
          2: "no such service, services.json is wrong, or AWS lets nobody look (--live)",
        },
        [
          ["smart360 explain billing", "in production"],
          ["smart360 explain billing -e staging --json", "in staging, for a program"],
        ],
      ),
    )
    .addOption(environment())
    .option("--live", "ask AWS which of its secrets exist; needs credentials")
    .addOption(offline("as --live, of services of `up --provider real` instead of AWS"))
    .option("--json", "as JSON")
    .action(async (service: string, flags: ExplainFlags, command: Command) => {
      const [offline, json] = [flags.offline === true, flags.json === true];
      exit(
        await explainCommand(
          { ...flags, root, service, live: asksLive(flags, command), offline, json },
          consoleFor(json),
        ),
      );
    });
}
