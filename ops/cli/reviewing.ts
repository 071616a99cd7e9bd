/** Commands that plan, review and apply changes, and draw what there is. */
import { Option, type Command } from "commander";
import { draw, type DrawFormat } from "../commands/draw";
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

  cli
    .command("draw")
    .description("draw the architecture from the synthesized stacks, as SVG and for draw.io")
    .addOption(environment())
    .option("--out <folder>", "where the files go (default: docs; for plans .gen/reports)")
    .addOption(new Option("--format <which>", "what to write").choices(["svg", "drawio", "both"]).default("both"))
    .option("--stacks", "the stacks and their order instead")
    .option("--plan [path...]", "colour what plans do: plan JSONs or folders of them (default: those of `plan`)")
    .option("--check", "write nothing; fail when the files are not up to date")
    .action(
      async (options: {
        environment: string;
        out?: string;
        format: DrawFormat;
        stacks?: true;
        plan?: true | string[];
        check?: true;
      }) => {
        const plans = options.plan === true ? [] : options.plan;
        const wanted = { ...options, root, plans, stacks: options.stacks === true, check: options.check === true };
        exit(await draw(wanted, consoleFor(false)));
      },
    );
}
