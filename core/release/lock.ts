/** Terraform's lock on a state, which a release takes too: the two exclude each other. */
import { ago, describeTime } from "../document/text";
import { names, type StatePlace } from "../naming/names";

/** Fields and spelling are Terraform's (`statemgr.LockInfo`), so that its messages and `force-unlock` work on it. */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  /** `user@host` */
  readonly Who: string;
  readonly Version: string;
  /** RFC 3339 */
  readonly Created: string;
  /** `<bucket>/<key>` */
  readonly Path: string;
}

/** Where the lock of one state lies: an item of the table, and a file beside the state. */
export interface LockPlace extends StatePlace {
  readonly table: string;
}

/** What the lock of a release says it is for; the process tells a later release whether its holder is still alive. */
const operation = "smart360 ship";
const processNote = /\bprocess (\d+)\b/;

export interface LockRequest {
  readonly id: string;
  /** `deploy of build-42` */
  readonly what: string;
  readonly who: string;
  readonly processId: number;
  /** Address of the Jenkins build, where there is one. */
  readonly build?: string | undefined;
  readonly now: Date;
}

export function lockInfo(place: LockPlace, { id, what, who, processId, build, now }: LockRequest): LockInfo {
  const notes = [what, ...(build === undefined || build === "" ? [] : [build]), `process ${processId}`];
  return {
    ID: id,
    Operation: operation,
    Info: notes.join(", "),
    Who: who,
    Version: "smart360",
    Created: now.toISOString(),
    Path: names.lockId(place),
  };
}

/** Undefined for text that Terraform did not write. */
export function readLockInfo(text: string): LockInfo | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null) return undefined;
    const field = (name: keyof LockInfo) => {
      const value: unknown = (read as Readonly<Record<string, unknown>>)[name];
      return typeof value === "string" ? value : "";
    };
    const info: LockInfo = {
      ID: field("ID"),
      Operation: field("Operation"),
      Info: field("Info"),
      Who: field("Who"),
      Version: field("Version"),
      Created: field("Created"),
      Path: field("Path"),
    };
    return info.ID === "" ? undefined : info;
  } catch {
    return undefined;
  }
}

/** The process that a release noted when it ran as `who`, here; undefined for other machines and for Terraform. */
export function processOf({ Operation, Info, Who }: LockInfo, who: string): number | undefined {
  const [, id] = Operation === operation && Who === who ? (processNote.exec(Info) ?? []) : [];
  return id === undefined ? undefined : Number(id);
}

/**
 * `jenkins@builder-1 since 2026-09-29 14:02:03 UTC, 5 minutes ago (smart360 ship: deploy of build-42, process 4711)`; the
 * time only where the lock tells it.
 */
export function describeHolder(info: LockInfo, now: Date): string {
  const work = info.Operation.replace(/^OperationType(\w+)$/, (_, verb: string) => `terraform ${verb.toLowerCase()}`);
  const purpose = info.Info === "" ? work : `${work}: ${info.Info}`;
  const isTimed = !Number.isNaN(Date.parse(info.Created));
  const since = isTimed ? ` since ${describeTime(info.Created)}, ${ago(info.Created, now)}` : "";
  return `${info.Who === "" ? "somebody" : info.Who}${since} (${purpose})`;
}
