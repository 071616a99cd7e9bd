/** Reads the plans that a picture is coloured by. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileMissing, noPlanFiles, planOfUnknownStack } from "../../core/errors";
import { parsePlan } from "../../core/plan-review/parse";
import type { StackPlan } from "../../core/plan-review/review";

/** Beside the plans that `smart360 plan` keeps. */
const notPlans = new Set(["run.json", "applied.json", "approvals.json"]);

/**
 * @param paths plan JSONs named `<stack>.json`, and folders of them
 * @param stacks names of the stacks there are
 * @throws {UserError} when there is none, or one is of no stack
 */
export function readPlans(paths: readonly string[], stacks: readonly string[]): readonly StackPlan[] {
  const files = paths.flatMap((path) => (isFolder(path) ? plansIn(path) : [path]));
  if (files.length === 0) throw noPlanFiles(paths);
  return files.map((file) => {
    const stack = basename(file, ".json");
    if (!stacks.includes(stack)) throw planOfUnknownStack(file, stack, stacks);
    return { stack, plan: parsePlan(readFileSync(file, "utf8"), file) };
  });
}

function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw fileMissing(path, "it should hold a plan; `smart360 plan` makes them");
  return stat.isDirectory();
}

function plansIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !notPlans.has(name))
    .sort()
    .map((name) => join(folder, name));
}
