/** How the command ends when nothing comes of it: told to a person, and to a program that asked for JSON. */
import { CommanderError, type Command } from "commander";
import { UserError, writeRefused } from "../../core/errors";
import { ExitCode, printError, refusalAsJson } from "../console";

/** Their 2 means that something would change, as with terraform's -detailed-exitcode: nothing else may end with it. */
const answering: ReadonlySet<string> = new Set(["plan", "impact"]);

/** Tells what went wrong, and returns the exit code. */
export function refuse(error: unknown, cli: Command, argv: readonly string[]): number {
  const command = commandOf(cli, argv);
  const refused = answering.has(command.name()) ? ExitCode.failed : ExitCode.user;
  if (error instanceof CommanderError) {
    // It has told that already; 0 is help that was asked for.
    if (error.exitCode === 0) return ExitCode.ok;
    printRefusal(error.message.replace(/^error: /, ""), refused);
    return refused;
  }
  const { message, stack } = error as Error;
  const isRefusal = error instanceof UserError;
  const isDebugging = (process.env["DEBUG"] ?? "") !== "";
  const { code, path } = error as NodeJS.ErrnoException;
  const told = isRefusal ? message : (writeRefused(code, path) ?? message);
  if (isRefusal) printError(told);
  else printError(isDebugging ? (stack ?? told) : `${told}\n(DEBUG=1 shows where it comes from)`);
  const exitCode = isRefusal ? refused : ExitCode.failed;
  printRefusal(told, exitCode);
  return exitCode;

  function printRefusal(text: string, code: number): void {
    if (!asksForJson(command, argv)) return;
    process.stdout.write(`${refusalAsJson(text, code)}\n`);
  }
}

/** The command that is meant, as far as that can be told: its command line may be what is wrong. */
function commandOf(cli: Command, argv: readonly string[]): Command {
  const step = (command: Command, word: string) => command.commands.find((each) => each.name() === word) ?? command;
  return wordsOf(argv).reduce(step, cli);
}

const asksForJson = (command: Command, argv: readonly string[]) =>
  command.options.some(({ long }) => long === "--json") && wordsOf(argv).includes("--json");

/** What follows `--` is of another program. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}
