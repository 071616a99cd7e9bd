/** What the embedded default writes down about itself under `.gen/local/`, so that it can be found, and ended, by anyone. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderNotWritable } from "../../core/errors";
import type { ProcessIdentity } from "./process";

export interface LocalFolder {
  readonly path: string;
  /** Runtime record of the daemon; there as long as something may run. */
  readonly record: string;
  readonly log: string;
  /** Terraform's CLI configuration. */
  readonly cliConfigFile: string;
  /** Held by the one `up` that runs. */
  readonly upLock: string;
  /** Held while the daemon is started or stopped. */
  readonly daemonLock: string;
}

export function localFolder(root: string): LocalFolder {
  const path = join(root, ".gen", "local");
  return {
    path,
    record: join(path, "daemon.json"),
    log: join(path, "daemon.log"),
    cliConfigFile: join(path, "terraform.rc"),
    upLock: join(path, "up.lock"),
    daemonLock: join(path, "daemon.lock"),
  };
}

/** Which provider terraform gets. Each has a local AWS of its own: their ids do not fit together. */
export type ProviderMode = "offline" | "real";

export function stateFolder(root: string, mode: ProviderMode): string {
  return join(localFolder(root).path, `aws-${mode}`);
}

export interface RuntimeRecord {
  readonly mode: ProviderMode;
  /** Fingerprint of the daemon's code: after an update of the project it is started anew. */
  readonly code: string;
  readonly daemon: ProcessIdentity;
  /** Absent when the user's own endpoint is used. */
  readonly ministack?: ProcessIdentity;
  /** The local AWS behind the proxy. */
  readonly upstream: string;
  readonly proxyPort?: number;
  readonly controlPort?: number;
  /** Who controls the daemon proves it by this; the file is readable by its owner only. */
  readonly token: string;
  /** TF_REATTACH_PROVIDERS; absent with the real provider. */
  readonly reattach?: string;
  /** Terraform process groups of an `up` that runs. */
  readonly groups: readonly ProcessIdentity[];
}

export function readRecord(root: string): RuntimeRecord | undefined {
  try {
    return JSON.parse(readFileSync(localFolder(root).record, "utf8")) as RuntimeRecord;
  } catch {
    return undefined; // none, or torn by a full disk: nothing that could be trusted
  }
}

export function writeRecord(root: string, record: RuntimeRecord): void {
  const { record: path } = localFolder(root);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function removeRecord(root: string): void {
  rmSync(localFolder(root).record, { force: true });
}

/** Makes `.gen/local`; throws a UserError when the folder cannot be written. */
export function ensureLocalFolder(root: string): LocalFolder {
  const folder = localFolder(root);
  const trial = join(folder.path, `.trial-${process.pid}`);
  try {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(trial, "");
    rmSync(trial);
  } catch {
    throw folderNotWritable(folder.path);
  }
  return folder;
}
