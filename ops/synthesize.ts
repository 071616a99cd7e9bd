/** Runs the app, as `cdktf synth` does, and reads what it wrote. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileMissing, synthesisFailed } from "../core/errors";
import { inOrder, type Step } from "../core/schedule/schedule";

/** A synthesized stack. */
export interface StackOnDisk extends Step {
  /** Absolute path of the folder that terraform runs in. */
  readonly folder: string;
}

/** Runs the `app` of `cdktf.json` for one environment; its stacks in an order in which they can be deployed. */
export async function synthesize(root: string, environment: string): Promise<readonly StackOnDisk[]> {
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { app: string };
  const child = spawn("sh", ["-c", app], {
    cwd: root,
    env: { ...process.env, ENVIRONMENT: environment, CDKTF_OUTDIR: "cdktf.out" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0) throw synthesisFailed(output.trim());
  return readStacks(root);
}

interface SynthManifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly dependencies?: readonly string[] }>
  >;
}

/** The stacks of the last synthesis. */
export function readStacks(root: string): readonly StackOnDisk[] {
  const file = join(root, "cdktf.out", "manifest.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw fileMissing("cdktf.out/manifest.json", "run `cdktf synth` first");
  }
  const { stacks } = JSON.parse(text) as SynthManifest;
  return inOrder(
    Object.entries(stacks).map(([name, stack]) => ({
      name,
      dependencies: stack.dependencies ?? [],
      folder: join(root, "cdktf.out", stack.workingDirectory),
    })),
  );
}
