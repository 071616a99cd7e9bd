/** Commands that plan, review and apply changes, and draw what there is. */
import { Option, type Command } from "commander";
import { draw, type DrawFormat } from "../commands/draw";
import { apply } from "../commands/apply";
import { plan } from "../commands/plan";
import { review, type ReviewOptions } from "../commands/review";
import { formats } from "../../core/plan-review/render/index";
import { consoleFor } from "../console";
import { answer } from "./answer";
import { environment, offline, parallel, type CliContext } from "./context";

export function reviewingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("plan")
    .description("plan the stacks and keep the plans, for `review` and `apply`")
    .argument("[stack...]", "only these; `service-*` names all that begin so")
    .addOption(environment())
    .addOption(offline())
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
    .command("review")
    .description("tell what plans do, the worst first; hold back what is red and not approved")
    .argument("[plan.json...]", "what `terraform show -json` printed; - is standard input (default: those of `plan`)")
    .addOption(environment())
    .addOption(new Option("--format <which>", "how to print it (default: terminal, unless --out)").choices(formats))
    .option("--out <file>", "write it: .md, .html, .json, .xml (JUnit) or .txt; may be repeated", several, [])
    .option("--approvals <file>", "approvals to go by (default: those of --approve)")
    .option("--approve <address>", "approve a red finding of these plans; may be repeated", several, [])
    .option("--by <name>", "who approves")
    .option("--reason <text>", "why it is right")
    .addHelpText(
      "after",
      "\nExit codes: 0 may be applied, 3 something red is not approved, 2 no plan, 1 not all planned.",
    )
    .action(async (files: string[], options: Omit<ReviewOptions, "root" | "files" | "now">) => {
      const isForMachine = options.format !== undefined && options.format !== "terminal";
      const now = new Date().toISOString();
      exit(await review({ ...options, root, files, now }, consoleFor(isForMachine)));
    });

  cli
    .command("apply")
    .description("apply exactly the plans that were reviewed, in order; stop at the first failure")
    .addOption(environment())
    .addOption(offline())
    .option("--approvals <file>", "approvals of what is red (default: those of `review --approve`)")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nExit codes: 0 applied, 3 something red is not approved, 2 refused, 1 failed, 130 interrupted.",
    )
    .action(async (options: { environment: string; offline?: true; approvals?: string; yes?: true }) => {
      const target = options.offline === true ? "offline" : "aws";
      exit(await apply({ ...options, root, target, yes: options.yes === true, now: new Date() }, consoleFor(false)));
    });

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

/** An option that may be given again and again. */
function several(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}
