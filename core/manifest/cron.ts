/**
 * The cron expressions of Application Auto Scaling: `cron(minutes hours day-of-month month day-of-week year)`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** What else one entry of the field may be. */
  readonly special?: RegExp;
}

const fields: readonly [Field, Field, Field, Field, Field, Field] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31, special: /^(L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { min: 1, max: 12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] },
  { min: 1, max: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], special: /^(L|[1-7]L|[1-7]#[1-5])$/ },
  { min: 1970, max: 2199 },
];

/** What is wrong with an expression, as the end of the sentence `got "...", ...`; undefined if AWS accepts it. */
export function scheduleProblem(expression: string): string | undefined {
  return isSchedule(expression)
    ? undefined
    : "which is no schedule. Write six fields (minutes hours day-of-month month day-of-week year), one of the two days as ?, " +
        'for example "cron(0 8 ? * MON-FRI *)".';
}

/** Six well-formed fields, exactly one of the two day fields being `?`. */
function isSchedule(expression: string): boolean {
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [, , dayOfMonth, , dayOfWeek] = parts;
  if (parts.length !== fields.length || (dayOfMonth === "?") === (dayOfWeek === "?")) return false;
  return fields.every((field, index) => {
    const part = parts[index] ?? "";
    if (part === "?") return index === 2 || index === 4;
    return part.split(",").every((entry) => isEntry(field, entry));
  });
}

/** `*`, `5`, `MON`, `1-5`, `MON-FRI`, and each of them with a step `/15`. */
function isEntry(field: Field, entry: string): boolean {
  if (field.special?.test(entry) === true) return true;
  const [range = "", step, ...rest] = entry.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === "*") return true;
  const [from, to, ...more] = range.split("-").map((value) => numberOf(field, value));
  if (more.length > 0 || from === undefined) return false;
  return range.includes("-") ? to !== undefined : true;
}

function numberOf(field: Field, value: string): number | undefined {
  const named = field.names?.indexOf(value.toUpperCase()) ?? -1;
  if (named >= 0) return named + field.min;
  if (!/^\d{1,4}$/.test(value)) return undefined;
  const number = Number(value);
  return number >= field.min && number <= field.max ? number : undefined;
}

/** Time zones that JavaScript was asked about already: it takes a millisecond each time. */
const timezones = new Set<string>();

/** What is wrong with a time zone, as the end of the sentence `got "...", ...`; undefined if it is one. */
export function timezoneProblem(name: string): string | undefined {
  const problem = "which is no IANA time zone such as America/New_York.";
  // An offset such as +05:30 is a time zone to JavaScript, not to AWS.
  if (/^[+-]/.test(name)) return problem;
  if (timezones.has(name)) return undefined;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    timezones.add(name);
    return undefined;
  } catch {
    return problem;
  }
}
