/** What is shown before somebody is asked whether to apply: which review, what is red, what it means, stack by stack. */
import { approvedLine } from "../../core/plan-review/render/approval-lines";
import { originLine } from "../../core/plan-review/render/heading";
import type { Origin } from "../../core/plan-review/render/options";
import { wrap } from "../../core/plan-review/render/wrap";
import { countsInWords } from "../../core/plan-review/render/words";
import type { Gate } from "../../core/plan-review/gate";
import type { Review } from "../../core/plan-review/review";

/** @param width characters of a line */
export function summaryLines(
  { verdict, red, operations, stacks }: Review,
  { approved }: Gate,
  origin: Origin,
  width: number,
): string[] {
  const said = operations.filter(({ effect }) => effect === "interrupts" || effect === "restarts");
  const changing = stacks.filter(({ risk }) => risk !== "none");
  const longest = Math.max(0, ...changing.map(({ stack }) => stack.length));
  return [
    ...wrap(originLine({ origin }), width),
    ...wrap(verdict.sentence, width),
    ...red.flatMap(({ sentence, approveAs, place }) => {
      const agreed = approved.find((one) => one.approveAs === approveAs && one.place.stack === place.stack);
      const by = agreed === undefined ? [] : wrap(approvedLine(agreed.approval), width, "  ", "  ");
      return [...wrap(sentence, width, "! ", "  "), ...by];
    }),
    ...said.flatMap(({ subject, sentence }) => wrap(`${subject}: ${sentence}`, width, "~ ", "  ")),
    ...changing.flatMap(({ stack, counts, reasons }) => {
      const first = `  ${stack.padEnd(longest)}  `;
      return wrap([countsInWords(counts), ...reasons].join("; "), width, first, " ".repeat(first.length));
    }),
  ];
}
