/**
 * Carries out many edits of one stack in one plan, and yet each of them alone: every edit gets a copy of its own of the
 * resource that it is about, and of all that depends on that resource, in the configuration and in the state.
 */
import { addressOf, edited, type Edit } from "./edit";
import { isArray, isObject, type Json } from "./plan-document";
import { dependents, naming, resourcesOf } from "./references";
import type { State, StateResource } from "./state";

/** A stack as it is, beside the copies that are edited. */
export interface Copies {
  readonly document: Json;
  readonly state: State;
  /** For the address of a resource, or an output's name, in the plan: the edit it belongs to, and what it is a copy of. */
  readonly origin: (name: string) => Origin;
}

export interface Origin {
  /** Undefined: the stack as it is. */
  readonly edit: Edit | undefined;
  readonly name: string;
}

const mark = "__edit_";
const marked = new RegExp(`${mark}(\\d+)(?=\\[|$)`);

export function withCopies(document: Json, state: State, edits: readonly Edit[]): Copies {
  const downstream = dependents(document);
  const resources: Record<string, Record<string, Json>> = tablesOf(document);
  const outputs: Record<string, Json> = { ...outputsOf(document) };
  const stored: StateResource[] = [...state.resources];
  const storedOutputs: Record<string, Json> = { ...state.outputs };

  edits.forEach((edit, index) => {
    const suffix = `${mark}${index}`;
    const target = addressOf(document, edit);
    const copied = edit.add === undefined ? [target, ...downstream(target)] : [target];
    const names = naming(copied, "g");
    const renamed = (text: string) => text.replace(names, (address) => address + suffix);
    const changed = edited(document, edit);
    for (const [address, body] of resourcesOf(changed)) {
      if (!copied.includes(address)) continue;
      const [type = "", name = ""] = address.split(".");
      (resources[type] ??= {})[name + suffix] = inTexts(body, renamed);
    }
    for (const [name, output] of Object.entries(outputsOf(changed))) {
      if (!naming(copied).test(JSON.stringify(output))) continue;
      outputs[name + suffix] = inTexts(output, renamed);
      const before = state.outputs?.[name];
      if (before !== undefined) storedOutputs[name + suffix] = before;
    }
    for (const resource of state.resources) {
      const { mode, type, name, instances } = resource;
      if (mode !== "managed" || !copied.includes(`${type}.${name}`)) continue;
      const copies = instances.map((instance) => ({
        ...instance,
        dependencies: (instance.dependencies ?? []).map(renamed),
      }));
      stored.push({ ...resource, name: name + suffix, instances: copies });
    }
  });

  return {
    document: { ...(isObject(document) ? document : {}), resource: resources, output: outputs },
    state: { ...state, outputs: storedOutputs, resources: stored },
    origin(name) {
      const [, index] = marked.exec(name) ?? [];
      return { edit: index === undefined ? undefined : edits[Number(index)], name: name.replace(marked, "") };
    },
  };
}

/** The resources of a document by type and name, in objects of their own. */
function tablesOf(document: Json): Record<string, Record<string, Json>> {
  const groups = isObject(document) && isObject(document["resource"]) ? document["resource"] : {};
  return Object.fromEntries(
    Object.entries(groups).map(([type, group]) => [type, { ...(isObject(group) ? group : {}) }] as const),
  );
}

function outputsOf(document: Json): Readonly<Record<string, Json>> {
  return isObject(document) && isObject(document["output"]) ? document["output"] : {};
}

function inTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (isArray(value)) return value.map((item) => inTexts(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inTexts(inner, change)]));
}
