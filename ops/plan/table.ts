/** Plans in a few words, and in a table. */
import { counted } from "../../core/document/text";
import { wrap } from "../../core/plan-review/render/wrap";
import { signed } from "../terraform/changes";
import type { PlannedStack } from "./planned-stack";

/** `+5 ~1 -/+2 -1`, `outputs only`, `no change`, `waits for network`. */
export function describePlan(planned: PlannedStack): string {
  const { outcome, counts, outputs, waitingFor } = planned;
  if (outcome === "waiting") return `waits for ${waitingFor.join(", ")}`;
  if (outcome === "failed" || outcome === "interrupted") return outcome;
  const counted = signed([
    ["+", counts.create],
    ["~", counts.update],
    ["-/+", counts.replace],
    ["-", counts.delete],
  ]);
  if (counted !== "") return counted;
  return outcome === "unchanged" ? "no change" : outputs > 0 ? "outputs only" : "changes";
}

/**
 * A line a stack that changes or could not be planned, then those without a change in one:
 * ```
 * stack            create  update  replace  destroy
 * -------------------------------------------------
 * registry              4       2
 * service-tariffs  waits for registry
 *
 * No change in 15 stacks: state, network, ...
 * ```
 */
export function renderPlans(planned: readonly PlannedStack[], width = 80): string {
  const shown = planned.filter(({ outcome }) => outcome !== "unchanged");
  const unchanged = planned.filter(({ outcome }) => outcome === "unchanged").map(({ stack }) => stack);
  const blocks = [
    shown.length === 0 ? [] : table(shown),
    ...planned.map(({ stack, againAfter }) =>
      againAfter.length === 0
        ? []
        : fill(
            `${stack} is to be planned again once ${againAfter.join(", ")} is applied: it reads what changes there.`,
          ),
    ),
    unchanged.length === 0 ? [] : fill(`No change in ${counted(unchanged.length, "stack")}: ${unchanged.join(", ")}`),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");

  function fill(text: string): readonly string[] {
    return wrap(text, width, "", "  ");
  }
}

const columns = ["create", "update", "replace", "delete"] as const;
const titles = { create: "create", update: "update", replace: "replace", delete: "destroy" } as const;

function table(planned: readonly PlannedStack[]): readonly string[] {
  const nameWidth = Math.max(...planned.map(({ stack }) => stack.length), "stack".length);
  const cells = (values: readonly string[]) =>
    columns.map((column, index) => (values[index] ?? "").padStart(titles[column].length)).join("  ");
  const line = (name: string, rest: string) => `${name.padEnd(nameWidth)}  ${rest}`.trimEnd();
  const head = line("stack", cells(columns.map((column) => titles[column])));
  return [
    head,
    "-".repeat(head.length),
    ...planned.map((plan) => {
      const { counts } = plan;
      const isPlanned = plan.outcome === "changes" && columns.some((column) => counts[column] > 0);
      const numbers = columns.map((column) => (counts[column] === 0 ? "" : String(counts[column])));
      return line(plan.stack, isPlanned ? cells(numbers) : describePlan(withNearest(plan, planned)));
    }),
  ];
}

/** Names only what is next to be waited for: without the stacks that those named wait for themselves. */
function withNearest(plan: PlannedStack, planned: readonly PlannedStack[]): PlannedStack {
  const dependenciesOf = (stack: string) => planned.find((other) => other.stack === stack)?.dependencies ?? [];
  const implied = new Set(plan.waitingFor.flatMap(dependenciesOf));
  return { ...plan, waitingFor: plan.waitingFor.filter((stack) => !implied.has(stack)) };
}
