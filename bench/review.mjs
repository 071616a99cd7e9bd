// What whoever applies waits for: the review of 17 stacks with 900 changes, in a new process.
import { join } from "node:path";
import { measure, median } from "./measure.mjs";
import { writePlans } from "./plans.mjs";

/** @returns median seconds, cpuSeconds and peakMb, or why there are none */
export async function review(root, folder, { runs, timeoutSeconds }) {
  const files = writePlans(folder);
  const command = [process.execPath, join(root, "ops", "smart360.mjs"), "review", ...files, "--format", "markdown"];
  await measure(command, { cwd: folder, timeoutSeconds }); // makes the bundle after an edit
  const results = [];
  for (let round = 0; round < runs; round++) results.push(await measure(command, { cwd: folder, timeoutSeconds }));
  const bad = results.find(({ seconds }) => seconds === undefined);
  if (bad !== undefined) return bad;
  const middle = (figure) => median(results.map((result) => result[figure]));
  return { seconds: middle("seconds"), cpuSeconds: middle("cpuSeconds"), peakMb: middle("peakMb") };
}
