/** Commands that plan, review and apply changes, and draw what there is. */
import { Option, type Command } from "commander";
import { draw, type DrawFormat } from "../commands/draw";
import { apply } from "../commands/apply";
import { plan } from "../commands/plan";
import { review, type ReviewOptions } from "../commands/review";
import { formats } from "../../core/plan-review/render/index";
import { consoleFor } from "../console";
import { environment, offline, parallel, several, type CliContext } from "./context";
import { ending } from "./help";

export function reviewingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("plan")
    .summary("plan the stacks, and keep the plans")
    .description("plan the stacks and keep the plans, for `review` and `apply`")
    .argument("[stack...]", "only these; `service-*` names all that begin so, `!state` leaves one out")
    .addOption(environment())
    .addOption(offline())
    .addOption(parallel("stacks planned at once"))
    .option("--json", "the result as JSON")
    .addHelpText(
      "after",
      ending(
        {
          0: "nothing changes",
          1: "a stack could not be planned, or the command was refused",
          2: "something changes",
          130: "interrupted",
        },
        [
          ["smart360 plan", "every stack, with credentials"],
          ["smart360 plan '!state' '!delivery'", "what Jenkins may apply"],
          ["smart360 plan --offline 'service-*'", "the services, without AWS"],
        ],
      ),
    )
    .action(
      async (stacks: string[], options: { environment: string; offline?: true; parallel: number; json?: true }) => {
        const json = options.json === true;
        const target = options.offline === true ? "offline" : "aws";
        exit(await plan({ ...options, root, stacks, target, json }, consoleFor(json)));
      },
    );

  cli
    .command("review")
    .summary("tell what the plans do, the worst first")
    .description("tell what plans do, the worst first; hold back what is red and not approved")
    .argument("[plan.json...]", "what `terraform show -json` printed; - is standard input (default: those of `plan`)")
    .addOption(environment())
    .addOption(new Option("--format <which>", "how to print it (default: terminal, unless --out)").choices(formats))
    .option("--out <file>", "write it: .md, .html, .json, .xml (JUnit) or .txt; may be repeated", several, [])
    .option("--approvals <file>", "approvals to go by (default: those of --approve)")
    .option("--approve <address>", "approve a red finding of these plans; may be repeated", several, [])
    .option("--id", "print only the id by which `apply --review` takes these plans")
    .option("--by <name>", "who approves")
    .option("--reason <text>", "why it is right")
    .addHelpText(
      "after",
      ending(
        {
          0: "may be applied",
          1: "not all stacks are planned",
          2: "refused, or no plan",
          3: "something red is not approved",
        },
        [
          ["smart360 review", "what `plan` kept"],
          ["smart360 review --out review.html --out review.md", "for a browser and for a pull request"],
          ["terraform show -json plan.out | smart360 review -", "any plan"],
        ],
      ),
    )
    .action(async (files: string[], options: Omit<ReviewOptions, "root" | "files" | "now">) => {
      const isForMachine = options.id === true || (options.format !== undefined && options.format !== "terminal");
      const now = new Date().toISOString();
      exit(await review({ ...options, root, files, now }, consoleFor(isForMachine)));
    });

  cli
    .command("apply")
    .summary("apply exactly the plans that were reviewed")
    .description("apply exactly the plans that were reviewed, in order; stop at the first failure")
    .addOption(environment())
    .addOption(offline())
    .option("--approvals <file>", "approvals of what is red (default: those of `review --approve`)")
    .option("--review <id>", "apply the plans of the review that was read, or none")
    .option("--yes", "do not ask; with --review only")
    .addHelpText(
      "after",
      ending(
        {
          0: "applied, or nothing to apply",
          1: "failed, or not agreed to",
          2: "refused",
          3: "something red is not approved",
          130: "interrupted",
        },
        [
          ["smart360 apply -e staging", "asks once, then applies"],
          ["smart360 apply --yes --review 3f2a9c81d0e4b7a6", "asks nobody: applies what was read"],
        ],
      ),
    )
    .action(
      async (options: { environment: string; offline?: true; approvals?: string; review?: string; yes?: true }) => {
        const target = options.offline === true ? "offline" : "aws";
        exit(await apply({ ...options, root, target, yes: options.yes === true, now: new Date() }, consoleFor(false)));
      },
    );

  cli
    .command("draw")
    .summary("draw the architecture, or what plans change in it")
    .description("draw the architecture from the synthesized stacks, as SVG and for draw.io")
    .addHelpText(
      "after",
      ending({ 0: "drawn, or up to date", 1: "not up to date (--check)", 2: "refused" }, [
        ["smart360 draw", "docs/architecture.svg and its kin"],
        ["smart360 draw --plan", "what the kept plans change, in colour"],
      ]),
    )
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
