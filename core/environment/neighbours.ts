/** What two environments must not share when they share an account: their names stand in those of their resources. */
import type { JsonDocument } from "../document/json-document";
import { parseJson } from "../document/parse";
import { at } from "../document/plain";
import { type Issue, environmentProblems as problems } from "../errors";
import type { Environment } from "./schema";

/**
 * What is wrong between an environment and others, given as the texts of their files. What is wrong within one of those
 * is told when it is read itself.
 */
export function neighbourIssues(
  { name, shortName, accountId }: Partial<Environment>,
  document: JsonDocument,
  others: readonly string[],
): Issue[] {
  const neighbours = others
    .map((text) => parseJson(text, "").document?.value)
    .filter((other) => accountId !== undefined && at(other, ["accountId"]) === accountId);
  return neighbours.flatMap((other) => {
    const otherName = at(other, ["name"]);
    if (typeof otherName !== "string") return [];
    return [
      ...(name !== undefined && (isStartOf(name, otherName) || isStartOf(otherName, name))
        ? [document.issue(["name"], problems.nameStartsOther(name, otherName))]
        : []),
      ...(shortName !== undefined && at(other, ["shortName"]) === shortName
        ? [document.issue(["shortName"], problems.shortNameTaken(shortName, otherName))]
        : []),
    ];
  });
}

/** `prod` of `prod-eu`, not of `production`. */
const isStartOf = (name: string, other: string) => other.startsWith(`${name}-`);
