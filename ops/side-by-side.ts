/** Does a piece of work for every stack, in dependency order, side by side where they are independent. */
import { initialStates, moved, startable, type States, type Step } from "../core/schedule/schedule";
import type { Interruption } from "./terraform/run";

export interface Work<T extends Step, R> {
  /** Pieces at once. */
  readonly parallel: number;
  /** Once requested, nothing more is started. */
  readonly interruption: Interruption;
  run(step: T): Promise<R>;
  /** Whether what depends on the step may start. */
  isDone(result: R): boolean;
  /** Stands for the result of a step that was not started. */
  skipped(step: T): R;
}

/** Resolves to one result a step, in the order of `steps`. */
export function sideBySide<T extends Step, R>(steps: readonly T[], work: Work<T, R>): Promise<readonly R[]> {
  const results = new Map<string, R>();
  let states: States = initialStates(steps);

  return new Promise((resolve, reject) => {
    const advance = () => {
      const next = work.interruption.requested ? [] : startable(steps, states, work.parallel);
      for (const step of steps.filter(({ name }) => next.includes(name))) {
        states = moved(steps, states, step.name, "running");
        const finish = async () => {
          const result = await work.run(step);
          results.set(step.name, result);
          states = moved(steps, states, step.name, work.isDone(result) ? "done" : "failed");
          advance();
        };
        finish().catch(reject);
      }
      if ([...states.values()].includes("running")) return;
      resolve(steps.map((step) => results.get(step.name) ?? work.skipped(step)));
    };
    advance();
  });
}
