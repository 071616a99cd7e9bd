/** The synthesized stacks that pictures are drawn from. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { StackDocuments } from "../../core/diagram/diagram";
import { waitForLock } from "../../local/daemon/lock";
import { readDocument, synthesize, type StackOnDisk } from "../synthesize";

export interface SynthesizedDocuments {
  readonly stacks: readonly StackOnDisk[];
  readonly documents: StackDocuments;
}

/** The stacks of an environment, in a place of their own: `cdktf.out` stays whosever it is. */
export async function synthesizedDocuments(root: string, environment: string): Promise<SynthesizedDocuments> {
  const outdir = `.gen/draw/${environment}`;
  mkdirSync(join(root, ".gen"), { recursive: true });
  // Two at once would write over each other's stacks.
  const release = await waitForLock(join(root, ".gen", "draw.lock"));
  try {
    rmSync(join(root, outdir), { recursive: true, force: true });
    const stacks = await synthesize(root, environment, outdir);
    return { stacks, documents: new Map(stacks.map((stack) => [stack.name, readDocument(stack)])) };
  } finally {
    release();
  }
}
