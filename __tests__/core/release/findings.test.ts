import { expect, it } from "vitest";
import { judge, type Findings, type RefusedFindings } from "../../../core/release/findings";

it.each<[Findings, RefusedFindings, boolean, string]>([
  [{}, "critical", false, "no findings"],
  [{ INFORMATIONAL: 3, UNDEFINED: 1 }, "medium", false, "no findings"],
  [{ CRITICAL: 1 }, "critical", true, "1 critical finding"],
  [{ CRITICAL: 1 }, "medium", true, "1 critical finding"],
  [{ CRITICAL: 1 }, "none", false, "1 critical finding"],
  [{ CRITICAL: 0, HIGH: 2 }, "critical", false, "2 high findings"],
  [{ HIGH: 2 }, "high", true, "2 high findings"],
  [{ MEDIUM: 1, LOW: 1 }, "high", false, "1 medium and 1 low findings"],
  [{ MEDIUM: 1 }, "medium", true, "1 medium finding"],
  [{ LOW: 9, HIGH: 1, CRITICAL: 1 }, "critical", true, "1 critical, 1 high and 9 low findings"],
])("%j, with %s refused: %s, %s", (findings, refused, isRefused, text) => {
  expect(judge(findings, refused)).toEqual({ isRefused, text });
});
