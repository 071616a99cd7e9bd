/** The synthesized stacks that pictures are drawn from. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { waitForLock } from "../../local/daemon/lock";
import { synthesize, type StackOnDisk } from "../synthesize";

/** The stacks of an environment, in a place of their own: `cdktf.out` stays whosever it is. */
export async function synthesizedDocuments(
  root: string,
  environment: string,
): Promise<readonly (StackOnDisk & { readonly document: unknown })[]> {
  const outdir = `.gen/draw/${environment}`;
  mkdirSync(join(root, ".gen"), { recursive: true });
  // Two at once would write over each other's stacks.
  const release = await waitForLock(join(root, ".gen", "draw.lock"));
  try {
    rmSync(join(root, outdir), { recursive: true, force: true });
    const stacks = await synthesize(root, environment, outdir);
    return stacks.map((stack) => {
      const text = readFileSync(join(stack.folder, "cdk.tf.json"), "utf8");
      return { ...stack, document: JSON.parse(text) as unknown };
    });
  } finally {
    release();
  }
}
