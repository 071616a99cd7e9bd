/** What `--help` says: an overview in groups, and examples and exit codes with every command. */
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../ops/cli";

/** Every command that does something, by the words that name it. */
function commandsOf(command: Command, words: readonly string[] = []): (readonly [string, Command])[] {
  const inner = command.commands.flatMap((each) => commandsOf(each, [...words, each.name()]));
  const runs = words.length > 0 && (command.commands.length === 0 || command.registeredArguments.length > 0);
  return runs ? [[words.join(" "), command], ...inner] : inner;
}

/** As it is printed, with what stands after it. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text;
}

const cli = program(() => {});
const commands = commandsOf(cli);

describe("the overview", () => {
  const text = helpOf(cli);

  it("names every command once, in its group, on a line", () => {
    for (const { name } of cli.commands.map((command) => ({ name: command.name() })))
      expect(text.match(new RegExp(`^  ${name} +\\S`, "gm"))).toHaveLength(1);
    const headings = [...text.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Options",
      "Services (services.json)",
      "On this machine, without AWS",
      "Changes of AWS",
      "Releases",
      "An environment's AWS account",
      "Checks",
      "First steps",
    ]);
  });

  it("fits a screen of 60 lines and 80 columns", () => {
    const lines = text.split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe("help of", () => {
  it.each(commands)("%s: an example and the exit codes, in 80 columns", (name, command) => {
    const text = helpOf(command);
    const [, examples = "", codes = ""] =
      /^Examples?:\n((?: {2}.*\n)+)\nExit codes:\n((?: {2}.*\n)+)/m.exec(text) ?? [];
    expect(examples).toMatch(new RegExp(`(^  |\\| )smart360 ${name}( |$)`, "m"));
    expect(codes).toMatch(/^ {2}(0|2) /m);
    // Command lines are to be copied whole.
    expect(text.split("\n").filter((line) => line.length > 80 && !line.startsWith("  smart360 "))).toEqual([]);
  });

  it("offline passes on the exit code of what it runs", () => {
    const [, offline] = commands.find(([name]) => name === "offline") ?? [];
    expect(offline === undefined ? "" : helpOf(offline)).toMatch(/^ {2}any +that of the command$/m);
  });
});
