/** Deployments that could never proceed, and schedules. */
import { canRoll } from "../../capacity/rolling";
import { type Issue, manifestProblems as problems } from "../../errors";
import type { Path } from "../../document/json-document";
import type { Entry } from "../entry";
import type { Check, Context } from "./context";

export const checkScaling: Check = (context) =>
  context.entries
    .filter((entry) => !entry.retired && entry.isUsable(["scaling"]))
    .flatMap((entry) => [...stuckDeployment(context, entry), ...scheduleNames(context, entry)]);

/** Where both limits of a deployment are the number of tasks, none can start or stop. Fewer tasks are the harder case. */
function stuckDeployment({ document }: Context, entry: Entry): Issue[] {
  const minimum = entry.number(["deployment", "minimumHealthyPercent"]);
  const maximum = entry.number(["deployment", "maximumPercent"]);
  const counts: (readonly [Path, number])[] = [
    [["scaling", "min"], entry.settings.scaling.min],
    ...entry.settings.scaling.schedules.map(({ min }, index) => [["scaling", "schedules", index, "min"], min] as const),
  ];
  const [fewest] = counts.filter(([, tasks]) => tasks > 0).sort(([, a], [, b]) => a - b);
  if (minimum === undefined || maximum === undefined || fewest === undefined) return [];
  const [path, tasks] = fewest;
  const settings = { minimumHealthyPercent: minimum, maximumPercent: maximum };
  const proceeds = (count: number) => canRoll(count, settings);
  if (proceeds(tasks)) return [];

  const paths = { minimum: ["deployment", "minimumHealthyPercent"], maximum: ["deployment", "maximumPercent"] };
  const at = entry.strongest(paths.maximum, paths.minimum, path);
  const message = problems.deploymentStuck(tasks, entry.operand(paths.minimum, at), entry.operand(paths.maximum, at), {
    minimum: Math.floor(((tasks - 1) * 100) / tasks),
    maximum: Math.ceil(((tasks + 1) * 100) / tasks),
    tasks: Array.from({ length: 100 }, (_, index) => index + 1).find(proceeds),
  });
  return [document.issue(entry.place(at), message)];
}

function scheduleNames({ document }: Context, entry: Entry): Issue[] {
  const names = entry.settings.scaling.schedules.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const path = entry.place(["scaling", "schedules", index, "name"]);
    return [document.issue(path, problems.duplicateSchedule(name, first))];
  });
}
