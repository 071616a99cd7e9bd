/** Sizes that are written with a unit, where a field wants the number alone. */

const prefixes = ["K", "M", "G", "T"];

/**
 * Which number `"1.5GB"` would be; nothing for other values and for fields of another kind.
 *
 * @param words the field's name and description, which tell its unit
 */
export function sizeHint(value: unknown, words: string): string {
  const [, unit = ""] = /(MiB|GiB)\b/.exec(words) ?? [];
  const [, amount, prefix = ""] =
    typeof value === "string" ? (/^(\d+(?:\.\d+)?) ?([KMGT])i?B?$/i.exec(value.trim()) ?? []) : [];
  if (unit === "" || amount === undefined) return "";
  const letter = prefix.toUpperCase();
  const size = Number(amount) * 1024 ** (prefixes.indexOf(letter) - prefixes.indexOf(unit.charAt(0)));
  return ` The unit is ${unit}: ${size < 1 ? "write a whole number of them" : `write ${Math.round(size)} for ${amount} ${letter}iB`}.`;
}
