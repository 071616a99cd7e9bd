/**
 * How ECS replaces the tasks of a service. It rounds the lower limit up and the upper limit down:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
 */
export interface Rollout {
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

export interface RolloutInWords {
  readonly effect: "restarts" | "interrupts";
  readonly sentence: string;
}

export function rolloutInWords({ desiredCount, minimumHealthyPercent, maximumPercent }: Rollout): RolloutInWords {
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  const more = most - desiredCount;
  const fewer = desiredCount - least;
  if (desiredCount === 0) return { effect: "restarts", sentence: "no task runs, so none is replaced" };
  if (more <= 0 && fewer <= 0)
    return {
      effect: "interrupts",
      sentence: `the deployment cannot proceed: ${minimumHealthyPercent} and ${maximumPercent} percent of ${desiredCount} leave no task to start or stop`,
    };
  const tasks = desiredCount === 1 ? "1 task is replaced" : `${desiredCount} tasks are replaced`;
  if (more > 0) {
    const step = Math.min(more, desiredCount);
    const drained = fewer > 0 ? `, at least ${least} stay up` : "";
    return { effect: "restarts", sentence: `${tasks}${pace(step, desiredCount)}${drained}` };
  }
  const effect = least === 0 ? "interrupts" : "restarts";
  const left = least === 0 ? "none answers meanwhile" : `${least} of ${desiredCount} answer meanwhile`;
  return { effect, sentence: `${tasks}${pace(fewer, desiredCount)}, old ones stopped first: ${left}` };
}

function pace(step: number, all: number): string {
  if (all === 1) return "";
  if (step >= all) return " all at once";
  return step === 1 ? " one at a time" : ` ${step} at a time`;
}
