/** Runs the app, as `cdktf synth` does, and reads what it wrote. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileMissing, synthesisFailed } from "../core/errors";
import type { Step } from "../core/schedule/schedule";
import { stacksInOrder } from "../core/schedule/stack-order";

/** A synthesized stack. */
export interface StackOnDisk extends Step {
  /** Absolute path of the folder that terraform runs in. */
  readonly folder: string;
}

/** What a stack is synthesized to: Terraform's configuration as JSON. */
export function readDocument({ folder }: StackOnDisk): unknown {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
}

/** Where `cdktf` itself writes and looks for stacks. */
const cdktfOut = "cdktf.out";

/**
 * Runs the `app` of `cdktf.json` for one environment; its stacks in an order in which they can be deployed.
 * @param outdir folder to write to, as a path from `root`; made when it is missing
 */
export async function synthesize(
  root: string,
  environment: string,
  outdir = cdktfOut,
): Promise<readonly StackOnDisk[]> {
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { app: string };
  mkdirSync(join(root, outdir), { recursive: true });
  const child = spawn("sh", ["-c", app], {
    cwd: root,
    env: { ...process.env, ENVIRONMENT: environment, CDKTF_OUTDIR: outdir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0) throw synthesisFailed(output.trim());
  return readStacks(root, outdir);
}

interface SynthManifest {
  readonly stacks: Readonly<
    Record<string, { readonly workingDirectory: string; readonly dependencies?: readonly string[] }>
  >;
}

/** The stacks of the last synthesis. */
function readStacks(root: string, outdir = cdktfOut): readonly StackOnDisk[] {
  const file = join(root, outdir, "manifest.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw fileMissing(`${outdir}/manifest.json`, "run `cdktf synth` first");
  }
  const { stacks } = JSON.parse(text) as SynthManifest;
  return stacksInOrder(
    Object.entries(stacks).map(([name, stack]) => ({
      name,
      dependencies: stack.dependencies ?? [],
      folder: join(root, outdir, stack.workingDirectory),
    })),
  );
}
