/** Commands for whoever edits services.json. */
import { Option, type Command } from "commander";
import { add } from "../commands/add";
import { impact } from "../commands/impact";
import { remove } from "../commands/remove";
import { set } from "../commands/set";
import { consoleFor } from "../console";
import { type EditFlags, editOptionsOf, fieldOptions, givenFields, withEditOptions } from "../editing/options";
import { environment, type CliContext } from "./context";
import { ending } from "./help";

const editing = {
  0: "written, or nothing to write",
  1: "answered with no: nothing was written",
  2: "refused: nothing was written",
  130: "interrupted",
};

export function editingCommands(cli: Command, context: CliContext): void {
  entryCommands(cli, context);
  impactCommand(cli, context);
}

/** Commands that write entries of services.json. */
function entryCommands(cli: Command, { root, exit }: CliContext): void {
  const adding = withEditOptions(cli.command("add").argument("<name>", "of the new service"))
    .summary("add a service; asks for what it needs")
    .description("add a service to services.json; asks on a terminal for what no option says")
    .addHelpText(
      "after",
      ending(editing, [
        ["smart360 add tariffs", "asks for the rest"],
        [
          'smart360 add tariffs --description "Tariff plans" --owner billing-team --uses database --yes',
          "asks nothing",
        ],
      ]),
    )
    .option("-y, --yes", "do not ask: take what would be proposed")
    .action(async (name: string, flags: EditFlags & Readonly<Record<string, unknown>>) => {
      const options = { ...editOptionsOf(flags), root, name, given: givenFields(flags) };
      exit(await add(options, consoleFor(options.json)));
    });
  for (const option of fieldOptions()) adding.addOption(option);

  withEditOptions(cli.command("set").argument("<name>", "of the service").argument("<field>", "scaling.max, for one"))
    .argument("[value...]", "a list's entries with commas between, or JSON")
    .summary("set a field of a service")
    .description("set a field of a service in services.json")
    .addHelpText(
      "after",
      ending(editing, [
        ["smart360 set billing memory 2048", "in every environment"],
        ["smart360 set billing environments.staging.scaling.max 2", "in staging"],
        ["smart360 set billing memory --unset", "the default again"],
      ]),
    )
    .option("--unset", "take the field out: the default counts")
    .action(async (name: string, field: string, words: string[], flags: EditFlags & { unset?: true }) => {
      const options = { ...editOptionsOf(flags), root, name, field, words, unset: flags.unset === true };
      exit(await set(options, consoleFor(options.json)));
    });

  withEditOptions(cli.command("remove").argument("<name>", "of the service"))
    .description("take a service out of use, and tell before what that destroys")
    .addHelpText(
      "after",
      ending(editing, [
        ["smart360 remove billing --dry-run", "tells what would go and what stays"],
        ["smart360 remove billing", "asks, and retires it"],
      ]),
    )
    .addOption(new Option("-e, --environment <name>", "in this environment only"))
    .option("-y, --yes", "do not ask whether to write")
    .option("--purge", "give up images and secrets of a retired service; once more: its entry")
    .action(async (name: string, flags: EditFlags & { environment?: string; purge?: true }) => {
      const { environment, purge } = flags;
      const options = { ...editOptionsOf(flags), root, name, environment, purge: purge === true };
      exit(await remove(options, consoleFor(options.json)));
    });
}

function impactCommand(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("impact")
    .summary("what an edit changes in the platform: no credentials needed")
    .description("what the working files change against a commit: known offline, without credentials")
    .addOption(environment())
    .option("--since <commit>", "compare with it (default: where the branch left main; on main the last commit)")
    .option("--json", "the result as JSON")
    .addHelpText(
      "after",
      ending(
        {
          0: "nothing changes",
          1: "it cannot be told, or the command was refused",
          2: "something changes",
          3: "data would be lost, or is guarded less",
          130: "interrupted",
        },
        [
          ["smart360 impact", "of this branch, or of what is not committed"],
          ["smart360 impact --since HEAD~3 -e staging", "since a commit, in staging"],
        ],
      ),
    )
    .action(async (options: { environment: string; since?: string; json?: true }) => {
      const json = options.json === true;
      exit(await impact({ ...options, root, since: options.since, json }, consoleFor(json)));
    });
}
