/** Holds what lies in an environment's account against the app: states, locks, secrets. */
import { counted, listed } from "../document/text";
import { liveProblems as problems } from "../errors";

/** A state in the bucket. */
export interface LiveState {
  readonly key: string;
  /** Managed resources; undefined where nobody looked: a stack of the app has them, or has not, by its own plan. */
  readonly resources: number | undefined;
}

/** Who holds a state, as Terraform wrote it down. */
export interface LiveLock {
  readonly key: string;
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  /** Milliseconds since 1970; NaN when the lock does not tell. */
  readonly sinceMs: number;
}

/** One thing that was looked at. */
export interface LiveFinding {
  readonly what: string;
  readonly found: string;
  readonly problems: readonly string[];
  /** Nothing wrong, but good to know. */
  readonly notes: readonly string[];
}

/** Milliseconds after which no apply of ours is still at work: the longest, of a database, take an hour. */
const staleAfterMs = 2 * 60 * 60 * 1_000;

export interface ExpectedStates {
  /** Stack -> the key of its state. */
  readonly keys: ReadonlyMap<string, string>;
  /** Stacks of retired services: applied, they hold nothing. */
  readonly retired: readonly string[];
}

export function judgeStates(states: readonly LiveState[], { keys, retired }: ExpectedStates): LiveFinding {
  const stackOf = new Map([...keys].map(([stack, key]) => [key, stack]));
  const found = new Map(states.map((state) => [state.key, state]));
  const orphans = states.filter(({ key }) => !stackOf.has(key));
  const missing = [...keys].filter(([, key]) => !found.has(key)).map(([stack]) => stack);
  const leaving = retired.flatMap((stack) => {
    const resources = found.get(keys.get(stack) ?? "")?.resources ?? 0;
    return [resources > 0 ? problems.stillThere(stack, resources) : problems.isEmpty(stack)];
  });
  return {
    what: "states",
    found: `${counted(keys.size - missing.length, "stack")} of ${keys.size} have one`,
    problems: orphans
      .filter(({ resources }) => resources !== 0)
      .map(({ key, resources }) => problems.orphan(key, resources)),
    notes: [
      ...orphans.filter(({ resources }) => resources === 0).map(({ key }) => problems.emptyOrphan(key)),
      ...(missing.length === 0 ? [] : [problems.notDeployedYet(missing)]),
      ...leaving,
    ],
  };
}

/** A state with resources that belongs to no stack of the app. */
export interface LeftOver extends LiveState {
  readonly resources: number;
}

/** What there is to say of them, in one sentence and what to do; none for none. */
export function judgeLeftOvers(leftOver: readonly LeftOver[]): readonly string[] {
  const [only, ...others] = leftOver;
  if (only === undefined) return [];
  return [others.length === 0 ? problems.orphan(only.key, only.resources) : problems.orphans(leftOver)];
}

export function judgeLocks(locks: readonly LiveLock[], nowMs: number): LiveFinding {
  const isStale = ({ sinceMs }: LiveLock) => !(nowMs - sinceMs < staleAfterMs);
  const describe = (lock: LiveLock) => ({ ...lock, age: ageOf(nowMs - lock.sinceMs) });
  return {
    what: "locks",
    found: locks.length === 0 ? "none held" : `${locks.length} held`,
    problems: locks.filter(isStale).map((lock) => problems.staleLock(describe(lock))),
    notes: locks.filter((lock) => !isStale(lock)).map((lock) => problems.heldLock(describe(lock))),
  };
}

/**
 * @param expected names of the secrets that the services use
 * @param live name -> whether it has a value
 */
export function judgeSecrets(expected: readonly string[], live: ReadonlyMap<string, boolean>): LiveFinding {
  const missing = expected.filter((name) => !live.has(name));
  const empty = expected.filter((name) => live.get(name) === false);
  return {
    what: "secrets",
    found: `${expected.length - missing.length - empty.length} of ${expected.length} have a value`,
    problems: [],
    notes: [
      ...(missing.length === 0 ? [] : [problems.secretsMissing(shortList(missing))]),
      ...(empty.length === 0 ? [] : [problems.secretsEmpty(shortList(empty))]),
    ],
  };
}

/** The first few, and how many more. */
function shortList(items: readonly string[]): string {
  const shown = items.length > 5 ? [...items.slice(0, 4), `${items.length - 4} more`] : items;
  return listed(shown);
}

/** `5 minutes`, `3 hours`, `2 days`; undefined when it is not known. */
function ageOf(ms: number): string | undefined {
  if (Number.isNaN(ms)) return undefined;
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return counted(minutes, "minute");
  return minutes < 48 * 60 ? counted(Math.floor(minutes / 60), "hour") : counted(Math.floor(minutes / 1_440), "day");
}
