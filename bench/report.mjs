// The table and the budgets, as text of at most 100 columns.

const labelWidth = 34;
const cellWidth = 22;

/** One line a contender, one column a number of services; in a cell: seconds, peak memory, times the first line. */
export function table(contenders, sizes, find) {
  const [first] = contenders;
  const cell = (key, size) => {
    const result = find(key, size);
    if (result === undefined) return "not run";
    if (result.seconds === undefined) return result.stopped ?? "failed, see above";
    const times = result.seconds / (find(first.key, size).seconds ?? Number.NaN);
    return `${seconds(result.seconds)} ${megabytes(result.peakMb)} ${digits(times, 2).padStart(4)}x`;
  };
  const row = (label, cells) => label.padEnd(labelWidth) + cells.map((text) => text.padStart(cellWidth)).join("");
  return [
    row(
      "",
      sizes.map((size) => `${size} services`),
    ),
    ...contenders.map(({ label, key }) =>
      row(
        label,
        sizes.map((size) => cell(key, size)),
      ),
    ),
  ].join("\n");
}

/** One line a budget: met or missed, by which figures. A figure that was not measured is said to be missing. */
export function budgets(find, waits, reviewed) {
  const at = (key, size) => find(key, size) ?? {};
  const small = at("project", 9);
  const growth = (from, to, figure = "seconds") =>
    ((at("project", to)[figure] - at("project", from)[figure]) / (to - from)) * 1_000;
  const lines = [
    budget(
      "9 services, sources unchanged",
      [
        [small.seconds, 0.8, "s"],
        [small.peakMb, 120, "MB"],
      ],
      processor(small),
    ),
    budget("9 services, after an edit", [[at("edit", 9).seconds, 1.3, "s"]], processor(at("edit", 9))),
    budget(
      "each further service, up to 900",
      [[growth(9, 900), 10, "ms"]],
      linearity(growth(9, 90), growth(90, 900), growth(9, 900, "cpuSeconds")),
    ),
    budget("offline plan of one service", [[waits.plan, 2, "s"]], versus(waits.diff)),
    budget("smart360 up, dependencies installed", [[waits.up, 45, "s"]]),
    budget(
      "review of 17 stacks, 900 changes",
      [
        [reviewed.seconds, 1, "s"],
        [reviewed.peakMb, 200, "MB"],
      ],
      processor(reviewed),
    ),
  ];
  return lines.join("\n");
}

function budget(what, limits, remark = "") {
  const known = limits.every(([value]) => Number.isFinite(value));
  const isMet = known && limits.every(([value, limit]) => value <= limit);
  const figures = limits.map(([value, limit, unit]) => `${digits(value, 2)} of ${limit} ${unit}`).join(", ");
  const verdict = known ? (isMet ? "met" : "MISSED") : "not measured";
  return `${verdict.padEnd(13)}${what.padEnd(37)}${known ? figures : ""}${known ? remark : ""}`;
}

function processor({ cpuSeconds }) {
  return ` (processor ${digits(cpuSeconds, 2)} s)`;
}

function linearity(early, late, cpu) {
  const parts = Number.isFinite(early) ? `${digits(early, 2)} up to 90, ${digits(late, 2)} beyond; ` : "";
  return ` (${parts}processor ${digits(cpu, 2)} ms)`;
}

function versus(diff) {
  return diff === undefined ? "" : ` (cdktf diff: ${digits(diff, 2)} s)`;
}

const seconds = (value) => `${digits(value, 2)} s`.padStart(7);
const megabytes = (value) => `${value.toFixed(0)} MB`.padStart(7);

/** At least two significant digits. */
function digits(value, significant) {
  return value >= 10 ? value.toFixed(0) : Number(value).toPrecision(significant);
}
