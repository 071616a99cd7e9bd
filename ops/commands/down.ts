/** `smart360 down`: stops the embedded default. */
import { rmSync } from "node:fs";
import { stopAll } from "../../local/daemon/client";
import { localFolder } from "../../local/daemon/record";
import { ExitCode, type Console } from "../console";

export async function down(root: string, purge: boolean, out: Console): Promise<number> {
  const wasRunning = await stopAll(root);
  out.print(wasRunning ? "Stopped the embedded default." : "The embedded default was not running.");
  if (purge) {
    rmSync(localFolder(root).path, { recursive: true, force: true });
    out.print("Deleted its state: the next `smart360 up` starts from nothing.");
  }
  return ExitCode.ok;
}
