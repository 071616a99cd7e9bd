/** The table at the end of `up`. */
import { changesInSigns } from "../terraform/changes";
import type { StackResult } from "./stack-result";

export interface Row extends StackResult {
  /** Resources in the stack's state; undefined when it has none. */
  readonly resources: number | undefined;
}

/** `+5 ~1 -2`, `outputs only`, or `no change`. */
export function describeChanges({ outcome, changes, outputs, notDone }: StackResult): string {
  if (outcome === "skipped") return "not started";
  const counted = changesInSigns(changes);
  if (outcome === "failed") return `failed${counted === "" ? "" : ` after ${counted}`}`;
  if (outcome === "interrupted") return `interrupted${counted === "" ? "" : ` after ${counted}`}`;
  if (outcome === "partly") return `${counted === "" ? "no change" : counted}, ${notDone.length} missing`;
  if (counted !== "") return counted;
  return outputs > 0 ? "outputs only" : "no change";
}

/** Columns: stack, resources, changes, seconds; a last line with the totals. */
export function renderTable(rows: readonly Row[]): string {
  const total = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const cells = [
    ["stack", "resources", "changes", "seconds"],
    ...rows.map((row) => [
      row.stack,
      row.resources === undefined ? "-" : String(row.resources),
      describeChanges(row),
      row.outcome === "skipped" ? "-" : row.seconds.toFixed(1),
    ]),
    [`${rows.length} stacks`, String(total((row) => row.resources ?? 0)), describeTotal(rows), ""],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join("\n");
}

function describeTotal(rows: readonly Row[]): string {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const changes = {
    add: sum((row) => row.changes.add),
    change: sum((row) => row.changes.change),
    remove: sum((row) => row.changes.remove),
  };
  const outputs = sum((row) => row.outputs);
  return describeChanges({
    stack: "",
    outcome: "applied",
    changes,
    outputs,
    seconds: 0,
    diagnostics: [],
    stray: [],
    notDone: [],
    lacks: [],
  });
}
