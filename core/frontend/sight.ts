/** What users get of the frontend, for `smart360 ship status`. */
import { placeOptions, type Where } from "../environment/where";
import { ago, describeTime } from "../document/text";
import { describeFrontendLock, type FrontendLock } from "./lock";

export interface FrontendSight {
  /** Release whose page users get; none when no release put it. */
  readonly live: string | undefined;
  /** When its page was put, RFC 3339; none where there is no page. */
  readonly since: string | undefined;
  /** Who shipped its build, as far as its record is kept: a rollback may be another one's. */
  readonly shippedBy: string | undefined;
  /** Who is releasing now. */
  readonly lock: FrontendLock | undefined;
}

/** Each a line, the first with the name before it. */
export function renderFrontend(
  sight: FrontendSight | { readonly problem: string },
  now: Date,
  where: Where,
): readonly string[] {
  if ("problem" in sight) return [`frontend: not known: ${sight.problem}`];
  return [`frontend: ${whatIsLive(sight, now, where)}`, ...rest(sight, now).map((line) => `          ${line}`)];
}

function whatIsLive({ live, since }: FrontendSight, now: Date, where: Where): string {
  if (since === undefined) return `never released: smart360 ship frontend --dir <build>${placeOptions(where)}`;
  if (live !== undefined) return `release ${live} is live`;
  return `no release is live: somebody else put index.html, ${describeTime(since)}, ${ago(since, now)}`;
}

function rest({ live, since, shippedBy, lock }: FrontendSight, now: Date): readonly string[] {
  const by = shippedBy === undefined ? "" : `, shipped by ${shippedBy}`;
  return [
    ...(live === undefined || since === undefined ? [] : [`since ${describeTime(since)}, ${ago(since, now)}${by}`]),
    ...(lock === undefined ? [] : [`being released by ${describeFrontendLock(lock, now)}`]),
  ];
}
