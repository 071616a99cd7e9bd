/** Commands for whoever edits services.json. */
import { Option, type Command } from "commander";
import { add } from "../commands/add";
import { impact } from "../commands/impact";
import { remove } from "../commands/remove";
import { set } from "../commands/set";
import { consoleFor } from "../console";
import { type EditFlags, editOptionsOf, fieldOptions, givenFields, withEditOptions } from "../editing/options";
import { answer } from "./answer";
import { environment, type CliContext } from "./context";

export function editingCommands(cli: Command, context: CliContext): void {
  entryCommands(cli, context);
  impactCommand(cli, context);
}

/** Commands that write entries of services.json. */
function entryCommands(cli: Command, { root, exit }: CliContext): void {
  const adding = withEditOptions(cli.command("add").argument("<name>", "of the new service"))
    .description("add a service to services.json; asks on a terminal for what no option says")
    .option("-y, --yes", "do not ask: take what would be proposed")
    .action(async (name: string, flags: EditFlags & Readonly<Record<string, unknown>>) => {
      const options = { ...editOptionsOf(flags), root, name, given: givenFields(flags) };
      exit(await add(options, consoleFor(options.json)));
    });
  for (const option of fieldOptions()) adding.addOption(option);

  withEditOptions(cli.command("set").argument("<name>", "of the service").argument("<field>", "scaling.max, for one"))
    .argument("[value...]", "a list's entries with commas between, or JSON")
    .description("set a field of a service in services.json")
    .option("--unset", "take the field out: the default counts")
    .action(async (name: string, field: string, words: string[], flags: EditFlags & { unset?: true }) => {
      const options = { ...editOptionsOf(flags), root, name, field, words, unset: flags.unset === true };
      exit(await set(options, consoleFor(options.json)));
    });

  withEditOptions(cli.command("remove").argument("<name>", "of the service"))
    .description("take a service out of use, and tell before what that destroys")
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
    .description("what the working files change against a commit: known offline, without credentials")
    .addOption(environment())
    .option("--since <commit>", "compare with it (default: where the branch left main; on main the last commit)")
    .option("--json", "the result as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing changes, 2 something does, 3 what holds data would be lost, 1 it cannot be told.",
    )
    .action(async (options: { environment: string; since?: string; json?: true }) => {
      const json = options.json === true;
      exit(await answer(() => impact({ ...options, root, since: options.since, json }, consoleFor(json))));
    });
}
