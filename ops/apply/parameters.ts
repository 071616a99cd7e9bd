/**
 * Whether the SSM parameters that a plan was made on are still the same. A release writes one and leaves the state alone:
 * to terraform the plan is not stale, and applying it would bring the image from before the release back.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parametersRead } from "../../core/plan-review/parameters-read";
import { parsePlan } from "../../core/plan-review/parse";
import type { ToApply } from "./verify";

/** @param valueOf the value of a parameter now; undefined when it is not there */
export async function readsOtherParameters(
  { saved }: ToApply,
  folder: string,
  valueOf: (parameter: string) => Promise<string | undefined>,
): Promise<boolean> {
  const plan = parsePlan(readFileSync(join(folder, saved.json), "utf8"), saved.json);
  const isOther = await Promise.all(
    parametersRead(plan).map(async ({ name, value }) => (await valueOf(name)) !== value),
  );
  return isOther.includes(true);
}
