/** Overrides for environments that do not exist: a typing error there would go unnoticed. */
import { manifestProblems as problems } from "../../errors";
import { at } from "../resolve";
import type { Check } from "./context";

export const checkEnvironments: Check = ({ document, entries, knownEnvironments }) => {
  if (knownEnvironments === undefined) return [];
  return entries.flatMap(({ path }) => {
    const overrides = at(document.value, [...path, "environments"]);
    return Object.keys(typeof overrides === "object" && overrides !== null ? overrides : {})
      .filter((name) => !knownEnvironments.includes(name))
      .map((name) =>
        document.issueAtKey([...path, "environments", name], problems.unknownEnvironment(name, knownEnvironments)),
      );
  });
};
