/** How help looks, and what ends the help of every command: examples and exit codes. */
import { Help, type Command } from "commander";
import { wrap } from "../../core/plan-review/render/wrap";
import { widthOf } from "../width";

/** Terms that are longer stand on a line of their own. */
const mostTermCharacters = 26;

const width = () => widthOf({ isTerminal: process.stdout.isTTY === true });

/** For the program before its commands are added: they take it over. */
export function layOut(cli: Command): Command {
  return cli.configureOutput({ getOutHelpWidth: width, getErrHelpWidth: width }).configureHelp({
    minWidthToWrap: 20,
    optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: \[\]\)$/, ""),
    subcommandTerm: (command) => command.name(),
    padWidth: (command, helper) =>
      Math.min(
        mostTermCharacters,
        Math.max(
          helper.longestArgumentTermLength(command, helper),
          helper.longestOptionTermLength(command, helper),
          helper.longestSubcommandTermLength(command, helper),
        ),
      ),
    formatItem(term, termWidth, description, helper) {
      const indent = " ".repeat(2 + termWidth + 2);
      const columns = helper.helpWidth ?? width();
      if (description === "") return `  ${term}`;
      if (term.length > termWidth) return [`  ${term}`, ...wrap(description, columns, indent)].join("\n");
      return wrap(description, columns, `  ${term.padEnd(termWidth)}  `, indent).join("\n");
    },
  });
}

/** A paragraph as wide as help is. */
export const helpText = (text: string) => wrap(text, width());

/** What a command line does: `["smart360 add tariffs", "asks for what it needs"]`. */
export type Example = readonly [line: string, what: string];

/** @param codes what each exit code means, beside 2 of a command line that is wrong */
export function ending(codes: Readonly<Record<string, string>>, examples: readonly Example[]): () => string {
  return () => {
    const exits = Object.entries(codes).flatMap(([code, meaning]) =>
      wrap(meaning, width(), `  ${code.padEnd(3)}  `, " ".repeat("  130  ".length)),
    );
    return [
      "",
      examples.length === 1 ? "Example:" : "Examples:",
      ...exampleLines(examples),
      "",
      "Exit codes:",
      ...exits,
    ].join("\n");
  };
}

/** What each is for stands beside its command line where both find room, else below it. */
export function exampleLines(examples: readonly Example[]): string[] {
  const lengths = examples.map(([line]) => line.length).filter((length) => length <= width() / 2);
  const longest = Math.max(0, ...lengths);
  return examples.flatMap(([line, what]) => {
    const isBeside = line.length <= longest && 2 + longest + 2 + what.length <= width();
    return isBeside ? [`  ${line.padEnd(longest)}  ${what}`] : [`  ${line}`, ...wrap(what, width(), "      ")];
  });
}
