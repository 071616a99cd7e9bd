/** Overrides for environments that do not exist: a typing error there would go unnoticed. */
import { at, keysOf } from "../../document/plain";
import { manifestProblems as problems } from "../../errors";
import type { Check } from "./context";

export const checkEnvironments: Check = ({ document, entries, knownEnvironments }) => {
  if (knownEnvironments === undefined) return [];
  return entries.flatMap(({ path }) =>
    keysOf(at(document.value, [...path, "environments"]))
      .filter((name) => !knownEnvironments.includes(name))
      .map((name) =>
        document.issueAtKey([...path, "environments", name], problems.unknownEnvironment(name, knownEnvironments)),
      ),
  );
};
