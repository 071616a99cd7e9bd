// Runs a command and tells how long it took, its processor time, and how much memory its largest Node process had.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const preload = join(import.meta.dirname, "usage.cjs");

/**
 * @param command program and arguments
 * @returns seconds, cpuSeconds and peakMb, or why there are none: `failed` (the end of what it printed) or `stopped`
 */
export async function measure(command, { cwd, env = {}, timeoutSeconds }) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const usageFile = join(folder, "usage");
  try {
    const [program, ...args] = command;
    const started = performance.now();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env, NODE_OPTIONS: `--require ${JSON.stringify(preload)}`, BENCH_USAGE: usageFile },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a process group of its own, so that all of it can be stopped
    });
    const stop = () => process.kill(-child.pid, "SIGKILL");
    process.once("exit", stop);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    let isStopped = false;
    const timer = setTimeout(() => {
      isStopped = true;
      stop();
    }, timeoutSeconds * 1_000);
    const exitCode = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    const seconds = (performance.now() - started) / 1_000;
    clearTimeout(timer);
    process.off("exit", stop);
    if (isStopped) return { stopped: `more than ${timeoutSeconds} s` };
    if (exitCode !== 0) return { failed: output.trim().slice(-2_000) };
    const usages = readFileSync(usageFile, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const cpuSeconds = usages.reduce((sum, usage) => sum + usage.cpuSeconds, 0);
    return { seconds, cpuSeconds, peakMb: Math.max(...usages.map(({ peakBytes }) => peakBytes)) / 1_000_000 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
