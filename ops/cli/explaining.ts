/** Commands that tell what the manifest means. */
import { Option, type Command } from "commander";
import { type ScenarioName, scenarioNames } from "../../core/capacity/scenarios";
import { capacity } from "../commands/capacity";
import { explainCommand } from "../commands/explain";
import { consoleFor } from "../console";
import { environment, type CliContext } from "./context";

export function explainingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("capacity")
    .description("draw the tasks on their instances, the room left, and what would not fit")
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
    .description("everything that services.json means for one service, defaults resolved")
    .addOption(environment())
    .option("--live", "ask AWS which of its secrets exist; needs credentials")
    .option("--json", "as JSON")
    .action(async (service: string, options: { environment: string; live?: true; json?: true }) => {
      const [json, live] = [options.json === true, options.live === true];
      exit(await explainCommand({ ...options, root, service, live, json }, consoleFor(json)));
    });
}
