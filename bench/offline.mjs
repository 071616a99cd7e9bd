// What a developer waits for on the embedded default: the whole platform, and the plan of one service.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { measure, median } from "./measure.mjs";

const stack = "service-billing";
const timeoutSeconds = 300;

/**
 * Deploys a copy of the project and plans one of its services in two ways, each time from a stopped embedded default.
 *
 * @returns label -> seconds, or why there are none
 */
export async function offline(root, project, { runs, say }) {
  const missing = ["terraform", "python3"].find((tool) => spawnSync(tool, ["-version"]).error !== undefined);
  if (missing !== undefined) return { skipped: `${missing} was not found on the PATH` };
  const venv = join(root, ".gen", "venv");
  mkdirSync(join(project, ".gen"), { recursive: true });
  if (existsSync(venv) && !existsSync(join(project, ".gen", "venv"))) symlinkSync(venv, join(project, ".gen", "venv"));

  const smart360 = (...args) => [process.execPath, join(project, "ops", "smart360.mjs"), ...args];
  const timed = async (what, command) => {
    const { seconds, failed, stopped } = await measure(command, { cwd: project, timeoutSeconds });
    if (seconds === undefined) throw new Error(`${what} failed: ${stopped ?? failed}`);
    say(`  ${what}: ${seconds.toFixed(1)} s`);
    return seconds;
  };
  const down = () => execFileSync(process.execPath, smart360("down").slice(1), { cwd: project, stdio: "ignore" });
  try {
    const up = await timed("smart360 up", smart360("up"));
    const plans = [];
    const diffs = [];
    for (let run = 0; run < runs; run++) {
      down();
      const plan = ["terraform", `-chdir=${join("cdktf.out", "stacks", stack)}`, "plan", "-input=false"];
      plans.push(await timed("terraform plan", smart360("offline", "--", ...plan)));
      down();
      diffs.push(await timed("cdktf diff", smart360("offline", "--", "cdktf", "diff", stack)));
    }
    return { up, plan: median(plans), diff: median(diffs) };
  } catch (error) {
    return { skipped: error.message };
  } finally {
    down();
  }
}
