/** Makes a synthesized stack ready for the comparison. */
import { isArray, isObject, type Json } from "./plan-document";

/**
 * Takes `prevent_destroy` away: it is Terraform's own and would hide what the providers say of a replacement. The states
 * are files of the comparison's own, not those of any deployment: an older build may have left those.
 *
 * @param stateFile where the state of another stack is, given the stack's name
 */
export function forComparison(document: Json, stateFile: (stack: string) => string): Json {
  if (!isObject(document)) return document;
  const terraform = Object.entries(tableIn(document, "terraform")).filter(([name]) => name !== "backend");
  const data = tableIn(document, "data");
  const remote = Object.entries(tableIn(data, "terraform_remote_state")).map(([name, body]) => [
    name,
    { ...(isObject(body) ? body : {}), backend: "local", config: { path: stateFile(stackOf(body)) } },
  ]);
  return {
    ...document,
    terraform: Object.fromEntries(terraform),
    ...(remote.length === 0 ? {} : { data: { ...data, terraform_remote_state: Object.fromEntries(remote) } }),
    resource: withoutProtection(tableIn(document, "resource")),
  };
}

/** The stack whose state is read: its key is `<environment>/<stack>.tfstate`. */
function stackOf(remoteState: Json): string {
  const config = isObject(remoteState) ? tableIn(remoteState, "config") : {};
  const [, stack] = /([^/]+)\.tfstate$/.exec(String(config["key"])) ?? [];
  if (stack === undefined) throw new Error(`a remote state has the key ${JSON.stringify(config["key"])}`);
  return stack;
}

function withoutProtection(value: Json): Json {
  if (isArray(value)) return value.map(withoutProtection);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "prevent_destroy")
      .map(([name, inner]) => [name, withoutProtection(inner)]),
  );
}

function tableIn(tree: { readonly [name: string]: Json }, name: string): { readonly [name: string]: Json } {
  const inner = tree[name];
  return isObject(inner) ? inner : {};
}
