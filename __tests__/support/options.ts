import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import type { Template } from "./template";

/** What a test of one prop sets, and what it then expects to find that was not there before. */
export interface Change<Value> {
  readonly to: (scope: Construct) => Value;
  readonly type: string;
  readonly gives: object;
}

/** One change for each prop: a prop without a test does not compile. */
export type Changes<Props> = { readonly [Name in keyof Required<Props>]: Change<Props[Name]> };

export type ChangeProps<Props> = (scope: Construct) => Partial<Props>;

/** For each prop: changing it, and nothing else, changes the output as said. */
export function describeOptions<Props extends object>(
  synthesize: (change: ChangeProps<Props>) => Template,
  changes: Changes<Props>,
): void {
  describe("options", () => {
    for (const [name, { to, type, gives }] of Object.entries<Change<unknown>>(changes))
      it(name, () => {
        const before = synthesize(() => ({}));
        const after = synthesize((scope) => ({ [name]: to(scope) }) as Partial<Props>);
        expect(before.has(type, gives), "already there without the change").toBe(false);
        expect(after.has(type, gives), JSON.stringify(after.all(type), undefined, 2)).toBe(true);
      });
  });
}
