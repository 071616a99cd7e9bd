/** Which types of the provider a plan is about: Terraform reads a schema anew for every plan, so it is kept small. */
import { isObject, type Json } from "./plan-document";
import type { State } from "./state";

/** Types of a document and a state, `aws_vpc` or `data.aws_region`. */
export function typesOf(document: Json, state?: State): ReadonlySet<string> {
  const section = (name: string) => {
    const groups = isObject(document) ? document[name] : undefined;
    return isObject(groups) ? Object.keys(groups) : [];
  };
  const stored = (state?.resources ?? []).map(({ mode, type }) => (mode === "data" ? `data.${type}` : type));
  return new Set([...section("resource"), ...section("data").map((type) => `data.${type}`), ...stored]);
}
