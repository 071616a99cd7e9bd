import { describe, expect, it } from "vitest";
import type { PlannedStack } from "../../../ops/plan/planned-stack";
import { describePlan, renderPlans } from "../../../ops/plan/table";

function planned(stack: string, news: Partial<PlannedStack> = {}): PlannedStack {
  return {
    stack,
    outcome: "changes",
    dependencies: [],
    waitingFor: [],
    againAfter: [],
    counts: { create: 0, update: 0, replace: 0, delete: 0 },
    outputs: 0,
    seconds: 1,
    warnings: [],
    ...news,
  };
}

const all = { create: 5, update: 1, replace: 2, delete: 3 };

describe("a plan in a few words", () => {
  it.each([
    { plan: planned("a", { counts: all, outputs: 1 }), words: "+5 ~1 -/+2 -3" },
    { plan: planned("a", { outputs: 1 }), words: "outputs only" },
    { plan: planned("a"), words: "changes" },
    { plan: planned("a", { outcome: "unchanged" }), words: "no change" },
    { plan: planned("a", { outcome: "waiting", waitingFor: ["b", "c"] }), words: "waits for b, c" },
    { plan: planned("a", { outcome: "failed" }), words: "failed" },
    { plan: planned("a", { outcome: "interrupted" }), words: "interrupted" },
  ])("$words", ({ plan, words }) => expect(describePlan(plan)).toBe(words));
});

describe("plans in a table", () => {
  it("shows what changes, waits or failed; names what is next to be waited for; folds the rest", () => {
    const waiting = { outcome: "waiting" } as const;
    const stacks = [
      planned("state", { outcome: "unchanged" }),
      planned("network", { counts: { ...all, delete: 0 } }),
      planned("data", { ...waiting, dependencies: ["network"], waitingFor: ["network"] }),
      planned("platform", { ...waiting, dependencies: ["network", "data"], waitingFor: ["network", "data"] }),
      planned("registry", { outcome: "failed" }),
      planned("edge", { outcome: "unchanged", againAfter: ["network"] }),
    ];
    expect(renderPlans(stacks)).toBe(`stack     create  update  replace  destroy
------------------------------------------
network        5       1        2
data      waits for network
platform  waits for data
registry  failed

edge is to be planned again once network is applied: it reads what changes
  there.

No change in 2 stacks: state, edge`);
  });

  it("has no table when nothing changes", () => {
    expect(renderPlans([planned("state", { outcome: "unchanged" })])).toBe("No change in 1 stack: state");
  });
});
