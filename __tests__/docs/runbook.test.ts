/** What the runbook has people type: commands that exist, in an order that works. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "../support/pipelines";
import { Platform } from "../support/platform";

const runbook = readFileSync("docs/runbook.md", "utf8");
const commandsOf = (text: string) =>
  [...text.matchAll(/npx smart360 ([^#\n&|`<>]+)/g)]
    .map(([, words = ""]) => words.trim())
    .filter((words) => words !== "offline --");
const wordsOf = (command: string) => command.split(/\s+/).map((word) => word.replaceAll("'", ""));

/** The fenced blocks only: text around them may speak of a part of a command. */
const fenced = [...runbook.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block).join("\n");

describe("docs/runbook.md", () => {
  it.each([...new Set(commandsOf(fenced))])("smart360 %s is a command", async (command) => {
    const parsed = await parse(wordsOf(command));
    expect(command.startsWith(parsed.command)).toBe(true);
    expect(parsed.options["environment"]).toBe("production");
  });

  it("applies every stack from nothing, each after those that it depends on", async () => {
    const begin = runbook.indexOf("## From an empty account");
    const section = runbook.slice(begin, runbook.indexOf("\n## ", begin + 1));
    const { dependencies } = Platform.synthesize();
    const plans = await Promise.all(
      commandsOf(section)
        .filter((command) => command.startsWith("plan "))
        .map((command) => parse(wordsOf(command))),
    );
    const services = Object.keys(dependencies).filter((stack) => stack.startsWith("service-"));
    // The bootstrap applies the first one itself.
    const applied = new Set(["state"]);
    for (const { args } of plans) {
      const stacks = args.flatMap((arg) => (arg === "service-*" ? services : [arg]));
      for (const stack of stacks)
        expect([...applied], `before ${stack}`).toEqual(expect.arrayContaining([...(dependencies[stack] ?? ["?"])]));
      // What is planned together is not applied before it is planned.
      stacks.forEach((stack) => applied.add(stack));
    }
    expect([...applied].toSorted()).toEqual(Object.keys(dependencies).toSorted());
  });

  it("gives secrets their values and images before the services are applied", () => {
    const at = (text: string) => {
      expect(runbook, text).toContain(text);
      return runbook.indexOf(text);
    };
    const steps = [
      "npx smart360 bootstrap",
      "npx smart360 plan data",
      "npx smart360 plan platform",
      "npx smart360 secrets init",
      "npx smart360 ship billing --first",
      "npx smart360 plan 'service-*'",
      "npx smart360 ship billing --redeploy",
    ];
    const places = steps.map(at);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
