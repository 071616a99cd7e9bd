/** Environment variables and secrets, wherever the file sets them: in `defaults`, in services, in their overrides. */
import type { Path } from "../../document/json-document";
import { at, keysOf } from "../../document/plain";
import { type Issue, manifestProblems as problems } from "../../errors";
import { purposeOfReserved } from "../reserved-variables";
import { secretEntryName } from "../schema";
import { isSecretName, secretShapeOf, secretShapeOfName } from "../secret-shapes";
import type { Check, Context } from "./context";

export const checkVariables: Check = (context) => [
  ...layers(context).flatMap((layer) => [
    ...texts(context, [...layer, "environment"]).flatMap((variable) => plainVariable(context, ...variable)),
    ...texts(context, [...layer, "secrets"]).flatMap((variable) => secretVariable(context, ...variable)),
  ]),
  ...setTwice(context),
];

/** The paths of everything in the file that can set variables. */
function layers({ document, entries }: Context): Path[] {
  return [
    ["defaults"],
    ...entries.flatMap(({ path }) => [
      path,
      ...keysOf(at(document.value, [...path, "environments"])).map((name) => [...path, "environments", name]),
    ]),
  ];
}

/** The texts of a map with their paths; values that are no texts are the schema's affair. */
function texts({ document }: Context, path: Path): (readonly [path: Path, name: string, text: string])[] {
  const map = at(document.value, path);
  return keysOf(map).flatMap((name) => {
    const text = at(map, [name]);
    return typeof text === "string" ? [[[...path, name], name, text] as const] : [];
  });
}

function plainVariable({ document }: Context, path: Path, name: string, text: string): Issue[] {
  const purpose = purposeOfReserved(name);
  if (purpose !== undefined) return [document.issueAtKey(path, problems.reservedVariable(name, purpose))];
  const entry = name.toLowerCase().replaceAll("_", "-");
  const shape = secretShapeOf(text);
  if (shape !== undefined) return [document.issue(path, problems.secretByValue(name, shape, entry))];
  return isSecretName(name) ? [document.issue(path, problems.secretByName(name, entry))] : [];
}

function secretVariable({ document }: Context, path: Path, name: string, text: string): Issue[] {
  const purpose = purposeOfReserved(name);
  if (purpose !== undefined) return [document.issueAtKey(path, problems.reservedVariable(name, purpose))];
  // What is no name at all is the schema's affair.
  const shape = secretEntryName.test(text) ? secretShapeOfName(text) : undefined;
  return shape === undefined ? [] : [document.issue(path, problems.secretNotName(shape))];
}

function setTwice({ document, entries }: Context): Issue[] {
  return entries
    .filter((entry) => entry.isUsable(["environment"]) && entry.isUsable(["secrets"]))
    .flatMap((entry) => {
      const both = Object.keys(entry.settings.secrets).filter((name) =>
        Object.hasOwn(entry.settings.environment, name),
      );
      return both.map((name) => {
        const at = entry.strongest(["secrets", name], ["environment", name]);
        const other = at[0] === "secrets" ? "environment" : "secrets";
        const line = document.lineOf(entry.place([other, name]));
        return document.issueAtKey(entry.place(at), problems.plainAndSecret(name, other, line));
      });
    });
}
