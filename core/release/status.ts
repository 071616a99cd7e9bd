/** What runs where since when, and what does not fit together: the text of `smart360 ship status`. */
import { table } from "../document/table";
import { describeTime } from "../document/text";
import { placeOptions, type Where } from "../environment/where";
import { primaryOf, isSettled, describeTasks, type Deployment } from "./deployment";
import { shortImage } from "./ending";
import { tagShown } from "./image";
import { describeHolder, type LockInfo } from "./lock";
import { differences, type Revision } from "./revision";
import { unreleased } from "../naming/names";

/** A service that AWS did not say everything of. */
export interface Unseen {
  readonly service: string;
  readonly problem: string;
}

/** What AWS says of one service. */
export interface Sight {
  readonly service: string;
  /** Value of the parameter that names the released image. */
  readonly parameter: string;
  /** Holder of the lock of the service's state. */
  readonly lock?: LockInfo | undefined;
  /** Why the holder is not known. */
  readonly lockProblem?: string | undefined;
  /** Undefined: ECS has no such service. */
  readonly running?: {
    readonly revision: Revision;
    readonly newest: Revision | undefined;
    readonly image: string;
    /** Tags of the image in ECR; undefined when it is not there any more. */
    readonly tags: readonly string[] | undefined;
    readonly tasks: number;
    readonly desired: number;
    readonly deployments: readonly Deployment[];
    /** When the newest deployment began, RFC 3339. */
    readonly since: string | undefined;
  };
}

export interface Row {
  readonly service: string;
  readonly image: string;
  readonly revision: string;
  readonly tasks: string;
  readonly since: string;
  readonly state: string;
  /** What does not fit together, a sentence each. */
  readonly drift: readonly string[];
}

export function rowOf(sight: Sight | Unseen, now: Date, where: Where): Row {
  const nothing = { service: sight.service, image: "-", revision: "-", tasks: "-", since: "-" };
  if ("problem" in sight) return { ...nothing, state: "not known", drift: [sight.problem] };
  const { service, running } = sight;
  const drift = [
    ...(running === undefined ? driftWithout(sight, where) : driftOf(sight, running)),
    ...lockNote(sight, now),
  ];
  if (running === undefined) return { ...nothing, state: "not deployed", drift };
  const { revision, image, tags, tasks, desired, since } = running;
  return {
    service,
    image: tagShown(tags ?? []) ?? shortImage(image),
    revision: String(revision.number),
    tasks: `${tasks} of ${desired}`,
    since: since === undefined ? "-" : describeTime(since).slice(0, "2026-09-29 14:02".length),
    state: stateOf(running.deployments, drift.length),
    drift,
  };
}

function stateOf(deployments: readonly Deployment[], notes: number): string {
  if (!isSettled(deployments)) return "rolling out";
  if (primaryOf(deployments)?.state === "FAILED") return "failed";
  return notes === 0 ? "ok" : "see below";
}

function driftWithout({ service, parameter }: Sight, where: Where): readonly string[] {
  return parameter === unreleased
    ? [`never released: smart360 ship ${service} --first --image <tag>${placeOptions(where)}`]
    : [`${shortImage(parameter)} is to start with: apply the stack service-${service}`];
}

function driftOf({ service, parameter }: Sight, running: NonNullable<Sight["running"]>): readonly string[] {
  const { revision, newest, image, tags, desired, deployments } = running;
  const primary = primaryOf(deployments);
  return [
    ...(desired === 0 ? ["nothing runs: ECS is to keep no task of it (desired count 0)"] : []),
    ...(isSettled(deployments) || primary === undefined
      ? []
      : [`a deployment: ${describeTasks(primary, deployments)}`]),
    ...(primary?.state === "FAILED" ? [`its deployment failed: ${primary.reason}`] : []),
    ...templateDrift(service, revision, newest),
    ...(parameter === image
      ? []
      : [`the parameter names ${shortImage(parameter)}, the service runs ${shortImage(image)}`]),
    ...(tags === undefined ? [`its image ${shortImage(image)} is not in ECR any more`] : []),
  ];
}

function templateDrift(service: string, revision: Revision, newest: Revision | undefined): readonly string[] {
  if (newest === undefined || newest.arn === revision.arn) return [];
  const fields = differences(revision, newest, service);
  const what =
    fields.length === 0 ? "in the image" : `in ${fields.slice(0, 3).join(", ")}${fields.length > 3 ? ", ..." : ""}`;
  return [`the newest revision is ${newest.number}, which differs ${what}`];
}

function lockNote({ lock, lockProblem }: Sight, now: Date): readonly string[] {
  if (lockProblem !== undefined) return [`whether it is locked is not known: ${lockProblem}`];
  return lock === undefined ? [] : [`locked by ${describeHolder(lock, now)}`];
}

const columns = ["service", "image", "revision", "tasks", "since", "state"] as const;

/** The table, and below it what does not fit together. */
export function renderStatus(rows: readonly Row[]): readonly string[] {
  const cells = [
    columns.map((column) => (column === "since" ? "since (UTC)" : column)),
    ...rows.map((row) => columns.map((column) => row[column])),
  ];
  const notes = rows.flatMap(({ service, drift }) => drift.map((note) => `${service}: ${note}`));
  return [...table(cells), ...(notes.length === 0 ? [] : ["", ...notes])];
}
