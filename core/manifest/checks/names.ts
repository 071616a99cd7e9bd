/** Service names: unique, not taken by the platform, and short enough once AWS names are composed from them. */
import { checkName, reservedServiceName, serviceNames } from "../../naming/check";
import { type Issue, manifestProblems as problems } from "../../errors";
import type { Entry } from "../entry";
import type { Check, Context } from "./context";

export const checkNames: Check = (context) => {
  const first = new Map<string, Entry>();
  return context.entries.flatMap((entry) => {
    const { name } = entry;
    if (name === undefined) return [];
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, entry);
      return nameIssues(context, entry, name);
    }
    const message = problems.duplicateName(
      `services[${other.index}]`,
      context.document.lineOf([...other.path, "name"]),
    );
    return [context.document.issue([...entry.path, "name"], message)];
  });
};

function nameIssues({ document, environment }: Context, entry: Entry, name: string): Issue[] {
  const path = [...entry.path, "name"];
  const reason = reservedServiceName(name);
  if (reason !== undefined) return [document.issue(path, problems.reservedName(name, reason))];
  return serviceNames(environment, name).flatMap(({ what, rule, name: composed }) => {
    const problem = checkName(rule, composed);
    if (problem === undefined) return [];
    const longest = rule.maxLength - (composed.length - name.length);
    return [document.issue(path, problems.composedName(what, composed, problem, longest))];
  });
}
