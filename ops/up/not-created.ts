/** The table of what could not be created, and why. */
import { wrap } from "../../core/plan-review/render/wrap";
import type { Diagnostic } from "../terraform/messages";
import type { StackResult } from "./stack-result";

/** One thing that is not there. */
export interface NotCreated {
  readonly stack: string;
  /** Address of the resource; undefined: the stack was not started, or could not be planned. */
  readonly address: string | undefined;
  readonly why: string;
}

/** @param needs the failed resources that one refers to, of a stack */
export function notCreated(
  results: readonly StackResult[],
  needs: (stack: string, address: string, failed: ReadonlySet<string>) => readonly string[],
): readonly NotCreated[] {
  return results.flatMap(({ stack, outcome, lacks, notDone, diagnostics }): NotCreated[] => {
    if (outcome === "skipped")
      return [{ stack, address: undefined, why: lacks.length === 0 ? "not started" : `needs ${lacks.join(", ")}` }];
    if (outcome === "failed")
      return diagnostics
        .filter(({ severity }) => severity === "error")
        .map((error) => ({ stack, address: error.address, why: answerOf(error) }));
    if (outcome !== "partly") return [];
    const failed = new Set(notDone.flatMap(({ address, error }) => (error === undefined ? [] : [address])));
    return notDone.map(({ address, error }) => {
      const upstream = error === undefined ? needs(stack, address, failed) : [];
      const why = upstream.length === 0 ? "not tried" : `needs ${upstream.join(", ")}`;
      return { stack, address, why: error === undefined ? why : answerOf(error) };
    });
  });
}

/** What AWS said, without the SDK's and Terraform's words around it. */
export function answerOf({ summary, detail }: Diagnostic): string {
  const said = `${summary}${detail === "" ? "" : `: ${detail}`}`.replaceAll(/\s+/g, " ").trim();
  const [, call, answer] = /operation error ([^,]+), .*?api error (.*)$/.exec(said) ?? [];
  return answer === undefined ? said : `${call}: ${answer}`;
}

/** Columns: stack, and below each other the resource and why. */
export function renderNotCreated(missing: readonly NotCreated[], width = 80): string {
  const first = Math.max("stack".length, ...missing.map(({ stack }) => stack.length)) + 2;
  const lines = missing.flatMap(({ stack, address = "(whole stack)", why }, index) => [
    `${(missing[index - 1]?.stack === stack ? "" : stack).padEnd(first)}${address}`,
    ...wrap(why, width, " ".repeat(first + 2)),
  ]);
  return [`${"stack".padEnd(first)}not applied, and why`, "-".repeat(width), ...lines].join("\n");
}
