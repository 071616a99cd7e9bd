/** How values and keys of a user's file are shown in messages. */
import { closest, distance } from "fastest-levenshtein";

const longest = 60;

/** Characters that would be invisible, or that would steer a terminal. */
const unprintable = /[\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/** The text in double quotes, on one line, shortened to about 60 characters. */
export function quote(text: string): string {
  const characters = [...text];
  const shown = characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
  return JSON.stringify(shown).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value in words: scalars as they are, `a list`, `an object`. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Only the kind of a value, where the value itself may be a secret. */
export function showKind(value: unknown): string {
  return typeof value === "string" ? "a string" : typeof value === "number" ? "a number" : show(value);
}

/** `13,312` */
export const grouped = (number: number) => number.toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 task`, `2 tasks`, `1,024 tasks`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `a, b and c`. */
export function listed(items: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

/** The known word that is meant, if one is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const found = known.length === 0 ? "" : closest(lower, known);
  const isNear = distance(lower, found.toLowerCase()) <= Math.max(1, Math.floor(word.length / 3));
  return word !== "" && found !== "" && isNear ? found : undefined;
}

/** `Did you mean "..."?` with the nearest known word if one is near, else all of them. */
export function suggestion(word: string, known: readonly string[], otherwise: "Known are" | "Use one of"): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `Did you mean ${quote(meant)}?`;
  return `${otherwise} ${listed(known, otherwise === "Use one of" ? "or" : "and")}.`;
}

/** `2026-09-29 14:02:03 UTC` */
export function describeTime(time: string): string {
  const read = new Date(time);
  return Number.isNaN(read.getTime()) ? time : `${read.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `5 minutes ago` */
export function ago(time: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - new Date(time).getTime()) / 1000));
  const [size, unit] = (
    [
      [86_400, "day"],
      [3_600, "hour"],
      [60, "minute"],
    ] as const
  ).find(([limit]) => seconds >= limit) ?? [1, "second"];
  return `${counted(Math.floor(seconds / size), unit)} ago`;
}
