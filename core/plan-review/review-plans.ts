import type { Action, Counts, ResourceReview, Review, ReviewContext, StackPlan, StackReview } from "./review";
import type { Plan } from "./plan";

/** @throws {UserError} when two plans are of one stack */
export function reviewPlans(plans: readonly StackPlan[], _context: ReviewContext = {}): Review {
  const stacks = plans.map(stackReview);
  return {
    formatVersion: "1.0",
    verdict: { risk: "routine", sentence: "Reviewed.", counts: sum(stacks.map(({ counts }) => counts)) },
    red: [],
    stacks,
    operations: [],
    security: [],
    resources: plans.flatMap(resources),
    moved: [],
    imported: [],
    forgotten: [],
    drift: [],
    unknowns: [],
    outputs: [],
    failedChecks: [],
    deferred: [],
    noise: { resources: 0, tags: 0, timestamps: 0, order: 0, computed: 0 },
  };
}

function actionOf(actions: readonly string[]): Action {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("create")) return "create";
  if (actions.includes("update")) return "update";
  return actions.includes("read") ? "read" : "none";
}

function stackReview({ stack, plan }: StackPlan): StackReview {
  return { stack, risk: "routine", reasons: [], counts: countsOf(plan) };
}

function countsOf(plan: Plan): Counts {
  const managed = plan.resource_changes.filter(({ mode }) => mode === "managed");
  const count = (action: Action) => managed.filter(({ change }) => actionOf(change.actions) === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    destroy: count("destroy"),
    forget: count("forget"),
    move: managed.filter(({ previous_address }) => previous_address !== undefined).length,
    import: managed.filter(({ change }) => change.importing !== undefined).length,
    unchanged: count("none"),
  };
}

function sum(all: readonly Counts[]): Counts {
  const total = (of: keyof Counts) => all.reduce((result, counts) => result + counts[of], 0);
  return {
    create: total("create"),
    update: total("update"),
    replace: total("replace"),
    destroy: total("destroy"),
    forget: total("forget"),
    move: total("move"),
    import: total("import"),
    unchanged: total("unchanged"),
  };
}

function resources({ stack, plan }: StackPlan): ResourceReview[] {
  return plan.resource_changes
    .map(({ address, type, name, change }) => ({
      place: { stack, address, type, label: `${type} ${name}` },
      action: actionOf(change.actions),
      risk: "routine" as const,
      differences: [],
      noise: 0,
    }))
    .filter(({ action }) => action !== "none");
}
