import { describe, expect, it } from "vitest";
import { describeChanges, renderTable, type Row } from "../../ops/up/table";

const row = (stack: string, more: Partial<Row> = {}): Row => ({
  stack,
  outcome: "applied",
  changes: { add: 0, change: 0, remove: 0 },
  outputs: 0,
  seconds: 1.26,
  diagnostics: [],
  stray: [],
  notDone: [],
  lacks: [],
  resources: 5,
  ...more,
});

describe("describeChanges", () => {
  it.each([
    [row("a", { changes: { add: 5, change: 1, remove: 2 } }), "+5 ~1 -2"],
    [row("a", { changes: { add: 0, change: 1, remove: 0 } }), "~1"],
    [row("a", { outputs: 2 }), "outputs only"],
    [row("a", { outcome: "unchanged" }), "no change"],
    [row("a", { outcome: "skipped" }), "not started"],
    [row("a", { outcome: "failed" }), "failed"],
    [row("a", { outcome: "failed", changes: { add: 3, change: 0, remove: 0 } }), "failed after +3"],
    [
      row("a", {
        outcome: "partly",
        changes: { add: 3, change: 0, remove: 0 },
        notDone: [{ address: "aws_vpc.a", error: undefined }],
      }),
      "+3, 1 missing",
    ],
    [row("a", { outcome: "interrupted", changes: { add: 3, change: 0, remove: 0 } }), "interrupted after +3"],
  ])("%#: %s", (given, expected) => {
    expect(describeChanges(given)).toBe(expected);
  });
});

it("renderTable lines up the columns and adds up", () => {
  const rows = [
    row("network", { changes: { add: 34, change: 0, remove: 0 }, resources: 34, seconds: 12.34 }),
    row("service-billing", { outcome: "skipped", resources: undefined, seconds: 0 }),
  ];
  expect(renderTable(rows)).toBe(
    [
      "stack            resources  changes      seconds",
      "------------------------------------------------",
      "network                 34  +34             12.3",
      "service-billing          -  not started        -",
      "------------------------------------------------",
      "2 stacks                34  +34",
    ].join("\n"),
  );
});
