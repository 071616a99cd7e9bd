/** Tables of text. */

/** Columns side by side, a rule below the first row. */
export function table(cells: readonly (readonly string[])[]): readonly string[] {
  const widths = (cells[0] ?? []).map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  const [head = "", ...lines] = cells.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [head, "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...lines];
}
