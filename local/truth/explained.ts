/** Differences between the offline and the real provider that stay, each with its reason. */
import type { Category, Difference } from "./compare";

export interface Explanation {
  readonly category: Category;
  /** Resource type; any when absent. */
  readonly type?: string;
  /** Path of the attribute, as in a difference; any when absent. */
  readonly path?: string;
  /** What the offline provider says; anything when absent. */
  readonly offline?: RegExp;
  /** What the real provider says; anything when absent. */
  readonly real?: RegExp;
  readonly reason: string;
  /** Major version of the real provider that it is about. @default any */
  readonly major?: number;
}

export const explanations: readonly Explanation[] = [];

export function explains(explanation: Explanation, difference: Difference): boolean {
  const { category, type, path, offline, real } = explanation;
  return (
    category === difference.category &&
    (type === undefined || type === difference.type) &&
    (path === undefined || path === difference.path) &&
    (offline === undefined || offline.test(difference.offline)) &&
    (real === undefined || real.test(difference.real))
  );
}
