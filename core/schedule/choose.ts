/** Which steps are meant by names, as typed by a person. */
import { unknownStack } from "../errors";
import type { Step } from "./schedule";

/**
 * The steps that any pattern names, in the order of `steps`; all of them without a pattern. `*` stands for any text.
 * @throws {UserError} for a pattern that names none
 */
export function choose<T extends Step>(steps: readonly T[], patterns: readonly string[]): readonly T[] {
  if (patterns.length === 0) return steps;
  const known = steps.map(({ name }) => name);
  const chosen = new Set(
    patterns.flatMap((pattern) => {
      const found = known.filter((name) => matches(name, pattern));
      if (found.length === 0) throw unknownStack(pattern, known);
      return found;
    }),
  );
  return steps.filter(({ name }) => chosen.has(name));
}

function matches(name: string, pattern: string): boolean {
  const literal = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join(".*")}$`).test(name);
}
