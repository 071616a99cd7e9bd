/** In which order stacks are deployed: what may start now, and what never will. */

/** One stack and the stacks that must be applied before it. */
export interface Step {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/** `skipped`: something it depends on failed or was skipped. */
export type StepState = "waiting" | "running" | "done" | "failed" | "skipped";

export type States = ReadonlyMap<string, StepState>;

/** Every step waits. */
export function initialStates(steps: readonly Step[]): States {
  return new Map(steps.map(({ name }) => [name, "waiting"]));
}

/** The states with one step moved on; what can no longer start becomes skipped. */
export function moved(steps: readonly Step[], states: States, name: string, state: StepState): States {
  const next = new Map(states).set(name, state);
  const isLost = (dependency: string) => ["failed", "skipped"].includes(next.get(dependency) ?? "");
  for (;;) {
    const lost = steps.find((step) => next.get(step.name) === "waiting" && step.dependencies.some(isLost));
    if (lost === undefined) return next;
    next.set(lost.name, "skipped");
  }
}

/**
 * The steps to start now, in the order of `steps`, so that at most `parallel` run. A dependency that is not among the
 * steps counts as done: the caller chose to leave it out.
 */
export function startable(steps: readonly Step[], states: States, parallel: number): readonly string[] {
  const free = parallel - [...states.values()].filter((state) => state === "running").length;
  const isDone = (dependency: string) => (states.get(dependency) ?? "done") === "done";
  return steps
    .filter(({ name, dependencies }) => states.get(name) === "waiting" && dependencies.every(isDone))
    .slice(0, Math.max(0, free))
    .map(({ name }) => name);
}

/** The steps so that each comes after its dependencies; otherwise in the order given. */
export function inOrder<T extends Step>(steps: readonly T[]): readonly T[] {
  const placed: T[] = [];
  const isPlaced = (name: string) => placed.some((step) => step.name === name);
  const known = new Set(steps.map(({ name }) => name));
  for (;;) {
    const next = steps.find(
      ({ name, dependencies }) =>
        !isPlaced(name) && dependencies.every((dependency) => isPlaced(dependency) || !known.has(dependency)),
    );
    if (next === undefined) return placed;
    placed.push(next);
  }
}
