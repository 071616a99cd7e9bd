/** Pairs of settings of which one must not exceed the other. */
import type { JsonDocument, Path } from "../../document/json-document";
import { type Issue, manifestProblems as problems } from "../../errors";
import type { Entry } from "../entry";
import type { Check } from "./context";

interface Relation {
  readonly lower: Path;
  readonly upper: Path;
  /** By how much the upper one must exceed the lower one at least. */
  readonly gap: number;
  readonly because: string;
}

/** Seconds between the end of the longest request and SIGKILL, for uWSGI to close down. */
const shutdownSeconds = 5;

const relations: readonly Relation[] = [
  { lower: ["memoryReservation"], upper: ["memory"], gap: 0, because: "" },
  { lower: ["healthCheck", "timeoutSeconds"], upper: ["healthCheck", "intervalSeconds"], gap: 1, because: "" },
  { lower: ["scaling", "min"], upper: ["scaling", "max"], gap: 0, because: "" },
  {
    lower: ["requestTimeoutSeconds"],
    upper: ["stopTimeoutSeconds"],
    gap: shutdownSeconds,
    because: "A stopping task must be able to finish its longest request.",
  },
  {
    lower: ["requestTimeoutSeconds"],
    upper: ["deregistrationDelaySeconds"],
    gap: 0,
    because: "The load balancer must let the longest request finish.",
  },
];

export const checkRelations: Check = ({ document, entries, environment }) =>
  entries
    .filter((entry) => !entry.retired)
    .flatMap((entry) => [
      ...[...relations, ...scheduleRelations(entry)].flatMap((relation) => compare(document, entry, relation)),
      ...idleTimeout(document, entry, environment.name, environment.loadBalancer.idleTimeoutSeconds),
    ]);

function scheduleRelations(entry: Entry): Relation[] {
  if (!entry.isUsable(["scaling"])) return [];
  return entry.settings.scaling.schedules.map((_, index) => {
    const schedule = ["scaling", "schedules", index];
    return { lower: [...schedule, "min"], upper: [...schedule, "max"], gap: 0, because: "" };
  });
}

function compare(document: JsonDocument, entry: Entry, { lower, upper, gap, because }: Relation): Issue[] {
  const [low, high] = [entry.number(lower), entry.number(upper)];
  if (low === undefined || high === undefined || low + gap <= high) return [];
  const at = entry.strongest(upper, lower);
  const [a, b] = [entry.operand(lower, at), entry.operand(upper, at)];
  const message = at === upper ? problems.upperTooSmall(b, a, gap, because) : problems.lowerTooBig(a, b, gap, because);
  return [document.issue(entry.place(at), message)];
}

/** Above its idle timeout the load balancer gives up a request that the service still works on. */
function idleTimeout(document: JsonDocument, entry: Entry, environmentName: string, idleSeconds: number): Issue[] {
  const path = ["requestTimeoutSeconds"];
  const request = entry.number(path);
  if (request === undefined || request < idleSeconds) return [];
  const idle = {
    name: "loadBalancer.idleTimeoutSeconds",
    value: idleSeconds,
    from: `environment ${environmentName}`,
  };
  return [
    document.issue(
      entry.place(path),
      problems.lowerTooBig(entry.operand(path, path), idle, 1, "The load balancer must not give up first."),
    ),
  ];
}
