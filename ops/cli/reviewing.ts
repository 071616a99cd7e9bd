/** Commands that plan, review and apply changes, and draw what there is. */
import type { Command } from "commander";
import { plan } from "../commands/plan";
import { consoleFor } from "../console";
import { answer } from "./answer";
import { environment, parallel, type CliContext } from "./context";

export function reviewingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("plan")
    .description("plan the stacks and keep the plans, for `review` and `apply`")
    .argument("[stack...]", "only these; `service-*` names all that begin so")
    .addOption(environment())
    .option("--offline", "on the embedded default instead of AWS")
    .addOption(parallel("stacks planned at once"))
    .option("--json", "the result as JSON")
    .addHelpText("after", "\nExit codes: 0 nothing changes, 2 something does, 1 a stack could not be planned.")
    .action(
      async (stacks: string[], options: { environment: string; offline?: true; parallel: number; json?: true }) => {
        const json = options.json === true;
        const target = options.offline === true ? "offline" : "aws";
        exit(await answer(() => plan({ ...options, root, stacks, target, json }, consoleFor(json))));
      },
    );
}
