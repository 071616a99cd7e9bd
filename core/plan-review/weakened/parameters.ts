/** Parameters of databases that no longer force encryption. A parameter that is gone has the value that AWS gives it. */
import { encryptingParameters } from "../facts/encrypting-parameters";
import { plain } from "../values/show";
import { isList, member, textOf, Unknown, type Value } from "../values/value";
import type { WeakenedOf } from "./reader";

export const parameters: WeakenedOf = ({ action, place, before, after }) => {
  const known = Object.hasOwn(encryptingParameters, place.type) ? (encryptingParameters[place.type] ?? {}) : {};
  if (action !== "update" && action !== "replace") return [];
  return Object.entries(known).flatMap(([name, encrypting]) => {
    const [old, next] = [valueOf(before, name), valueOf(after, name)];
    const isOn = (value: Value | undefined) => encrypting.includes(textOf(value) ?? "");
    if (!isOn(old) || isOn(next) || next instanceof Unknown) return [];
    const now = next === undefined ? "whatever AWS takes" : plain(next);
    return [
      {
        kind: "encryption-weakened" as const,
        sentence: `would let clients connect unencrypted: ${name} ${plain(old)} -> ${now}`,
      },
    ];
  });
};

/** Undefined: it is not set. */
function valueOf(group: Value, name: string): Value | undefined {
  const all = member(group, "parameter");
  if (all instanceof Unknown) return all;
  const found = (isList(all) ? all : []).find((each) => member(each, "name") === name);
  return found === undefined ? undefined : member(found, "value");
}
