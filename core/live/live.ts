/** Holds what lies in an environment's account against the app: states, locks, secrets. */
import { counted, listed } from "../document/text";
import type { Where } from "../environment/where";
import { liveProblems as problems } from "../errors";
import { describeHolder, type LockInfo, type LockPlace } from "../release/lock";
import { remediesOf, type SecretRow } from "../secrets/status";

/** A state in the bucket. */
export interface LiveState {
  readonly key: string;
  /** Managed resources; undefined where nobody looked: a stack of the app has them, or has not, by its own plan. */
  readonly resources: number | undefined;
}

/** A state that is locked. */
export interface LiveLock {
  readonly place: LockPlace;
  /** Undefined where the lock is not as Terraform writes it. */
  readonly info: LockInfo | undefined;
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

/** @param strays keys of what lies in the bucket and is neither a state nor the lock of one */
export function judgeStates(
  states: readonly LiveState[],
  { keys, retired }: ExpectedStates,
  strays: readonly string[],
): LiveFinding {
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
    problems: [
      ...orphans
        .filter(({ resources }) => resources !== 0)
        .map(({ key, resources }) => problems.orphan(key, resources)),
      ...strays.map(problems.stray),
    ],
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

export function judgeLocks(locks: readonly LiveLock[], now: Date): LiveFinding {
  const told = locks.map(({ place, info }) => {
    if (info === undefined) return { isStale: true, text: problems.strangeLock(place) };
    const isStale = !(now.getTime() - Date.parse(info.Created) < staleAfterMs);
    const lock = { key: place.stateKey, id: info.ID, holder: describeHolder(info, now) };
    return { isStale, text: isStale ? problems.staleLock(lock) : problems.heldLock(lock) };
  });
  return {
    what: "locks",
    found: locks.length === 0 ? "none held" : `${locks.length} held`,
    problems: told.filter(({ isStale }) => isStale).map(({ text }) => text),
    notes: told.filter(({ isStale }) => !isStale).map(({ text }) => text),
  };
}

/** That a secret is not there yet, or has no value, is a step to come; one that is being deleted somebody must restore. */
export function judgeSecrets(rows: readonly SecretRow[], where: Where): LiveFinding {
  const told = (isProblem: boolean) =>
    remediesOf(rows, where)
      .filter(({ state }) => (state === "being deleted") === isProblem)
      .map(({ names, remedy }) => `${names.length} ${remedy} (${shortList(names)})`);
  return {
    what: "secrets",
    found: `${rows.filter(({ state }) => state === "ok").length} of ${rows.length} have a value`,
    problems: told(true),
    notes: told(false),
  };
}

/** The first few, and how many more. */
function shortList(items: readonly string[]): string {
  const shown = items.length > 5 ? [...items.slice(0, 4), `${items.length - 4} more`] : items;
  return listed(shown);
}
