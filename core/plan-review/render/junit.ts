/** The review as tests: a suite a stack, a failure for everything red that nobody approved. */
import { renderSuites, type JunitCase } from "../../document/junit";
import type { Review } from "../review";
import type { RenderOptions } from "./options";
import { approvedLine } from "./approval-lines";
import { countsInWords } from "./words";

/** Ends with a line break. */
export function renderJunit(review: Review, { gate, waiting = [] }: RenderOptions = {}): string {
  const approved = (stack: string, address: string) =>
    gate?.approved.find((finding) => finding.approveAs === address && finding.place.stack === stack);
  const planned = review.stacks.map(({ stack, counts }) => {
    const findings = review.red.filter(({ place }) => place.stack === stack);
    const checks = review.failedChecks.filter((check) => check.stack === stack);
    const cases: readonly JunitCase[] = [
      ...findings.map(({ approveAs, sentence, lost = "" }) => {
        const found = approved(stack, approveAs);
        const message =
          found === undefined ? `${sentence} ${lost}`.trim() : `${sentence} ${approvedLine(found.approval)}`;
        const element = found === undefined ? ("failure" as const) : ("skipped" as const);
        return { className: stack, name: approveAs, outcome: { element, message } };
      }),
      ...checks.map(({ address, messages }) => ({
        className: stack,
        name: address,
        outcome: { element: "failure", message: messages.join(" ") } as const,
      })),
    ];
    const plain = { className: stack, name: `nothing red: ${countsInWords(counts)}` };
    return { name: stack, cases: cases.length === 0 ? [plain] : cases };
  });
  const waits = waiting.map((stack) => ({
    name: stack.stack,
    cases: [
      {
        className: stack.stack,
        name: "planned",
        outcome: { element: "skipped", message: `waits for ${stack.for.join(", ")}` } as const,
      },
    ],
  }));
  return renderSuites([...planned, ...waits]);
}
