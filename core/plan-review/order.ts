/** Plans in the order in which they are applied. */
import { planProblems } from "../errors/plan-review";
import type { StackPlan } from "./review";

/**
 * Every stack after those it needs, otherwise in the order given. Dependencies on stacks without a plan do not count,
 * and neither do circles, which Terraform would not have planned.
 *
 * @throws {UserError} when two plans are of one stack
 */
export function inOrder(
  plans: readonly StackPlan[],
  dependencies: Readonly<Record<string, readonly string[]>> = {},
): StackPlan[] {
  const byStack = new Map<string, StackPlan>();
  for (const plan of plans) {
    if (byStack.has(plan.stack)) throw planProblems.sameStackTwice(plan.stack);
    byStack.set(plan.stack, plan);
  }
  const ordered = new Set<StackPlan>();
  const visited = new Set<string>();
  const visit = (stack: string) => {
    if (visited.has(stack)) return;
    visited.add(stack);
    // A stack in between may have no plan.
    for (const needed of Object.hasOwn(dependencies, stack) ? (dependencies[stack] ?? []) : []) visit(needed);
    const plan = byStack.get(stack);
    if (plan !== undefined) ordered.add(plan);
  };
  for (const { stack } of plans) visit(stack);
  return [...ordered];
}
