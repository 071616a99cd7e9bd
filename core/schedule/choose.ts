/** Which steps are meant by names, as typed by a person. */
import { unknownStack } from "../errors";
import type { Step } from "./schedule";

/** Before a pattern: what it names is left out. */
const without = "!";

/**
 * The steps that any pattern names, in the order of `steps`; all of them without a pattern. `*` stands for any text,
 * `!state` leaves `state` out of what the others name, or of all.
 * @throws {UserError} for a pattern that names none
 */
export function choose<T extends Step>(steps: readonly T[], patterns: readonly string[]): readonly T[] {
  const known = steps.map(({ name }) => name);
  const named = (wanted: readonly string[]) =>
    wanted.flatMap((pattern) => {
      const found = known.filter((name) => matches(name, pattern));
      if (found.length === 0) throw unknownStack(pattern, known);
      return found;
    });
  const wanted = patterns.filter((pattern) => !pattern.startsWith(without));
  const unwanted = patterns.filter((pattern) => pattern.startsWith(without));
  const chosen = new Set(wanted.length === 0 ? known : named(wanted));
  for (const name of named(unwanted.map((pattern) => pattern.slice(without.length)))) chosen.delete(name);
  return steps.filter(({ name }) => chosen.has(name));
}

function matches(name: string, pattern: string): boolean {
  const literal = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join(".*")}$`).test(name);
}
