/** A lock file that names its holder; the lock of a holder that died is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { identify, isAlive, type ProcessIdentity } from "./process";

/** Frees the lock. */
export type Release = () => void;

/** Takes the lock, or returns the live process that holds it. */
export function takeLock(path: string): Release | ProcessIdentity {
  const own = identify(process.pid);
  if (own === undefined) throw new Error("this process cannot see itself");
  const mine = JSON.stringify(own);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      if (linked(draft, path)) {
        return () => {
          if (read(path) === mine) rmSync(path, { force: true });
        };
      }
      const content = read(path);
      const holder = parse(content);
      if (holder !== undefined && isAlive(holder)) return holder;
      // Whoever moves the stale file away goes on; a fresh lock that slipped in between is put back.
      const aside = `${draft}.stale`;
      if (!moved(path, aside)) continue;
      if (read(aside) !== content) linked(aside, path);
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the lock as soon as its holder gives it up. */
export async function waitForLock(path: string): Promise<Release> {
  for (;;) {
    const taken = takeLock(path);
    if (typeof taken === "function") return taken;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function parse(content: string | undefined): ProcessIdentity | undefined {
  try {
    return JSON.parse(content ?? "") as ProcessIdentity;
  } catch {
    return undefined;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
