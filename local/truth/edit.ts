/** An edit of a synthesized stack, as data, and how it is carried out. */
import type { Json } from "./plan-document";

/** One edit; paths are dotted, with positions: `rule.0.filter.0.prefix`. */
export interface Edit {
  /** A stack's name; `service` stands for the first service's. */
  readonly stack: string;
  /** Resource type, with a part of the resource's name where the first of the type is not meant: `aws_subnet.PrivateA`. */
  readonly of: string;
  /** What a person would say that the edit does. */
  readonly what: string;
  /** Arguments to set; a block that is not there is made. */
  readonly set?: Readonly<Record<string, Json>>;
  /** Arguments, blocks or elements to take away. */
  readonly remove?: readonly string[];
  /** Elements to add at the end of lists. */
  readonly append?: Readonly<Record<string, Json>>;
  /** Lists to turn around. */
  readonly reverse?: readonly string[];
  /** Texts in which every `from` becomes `to`. */
  readonly text?: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  /** The resource is left out, with all that names it in `depends_on`. */
  readonly drop?: true;
  /** A second resource of the type, beside the first: its arguments. */
  readonly add?: Json;
}

type Tree = { [name: string]: Tree } | Tree[] | null | boolean | number | string;

/** Name of a resource that an edit adds. */
const added = "Truth";

/** Name in `of` that means the stack's provider block. */
export const providerBlock = "provider";

/**
 * Carries an edit out on a copy of a stack's document.
 *
 * @throws Error when the document has no such resource or argument: the edit would test nothing
 */
export function edited(document: Json, edit: Edit): Json {
  const copy = structuredClone(document) as Tree;
  const { group, name } = find(copy, edit);
  if (edit.add !== undefined) group[added] = structuredClone(edit.add) as Tree;
  if (edit.drop === true) {
    const [type = ""] = edit.of.split(".");
    const resources = table(table(copy, edit)["resource"], edit);
    delete group[name];
    if (Object.keys(group).length === 0) delete resources[type]; // Terraform refuses an empty one
    forget(copy, `${type}.${name}`);
    return copy as Json;
  }
  const resource = group[name] as Tree;
  const at = (path: string) => locate(resource, path, edit);
  for (const [path, value] of Object.entries(edit.set ?? {})) at(path).put(structuredClone(value) as Tree);
  for (const [path, { from, to }] of Object.entries(edit.text ?? {})) {
    const text = at(path).value;
    if (typeof text !== "string" || !text.includes(from)) throw stale(edit, `"${from}" in ${path}`);
    at(path).put(text.replaceAll(from, to));
  }
  for (const [path, value] of Object.entries(edit.append ?? {})) list(at(path).value, edit, path).push(value as Tree);
  for (const path of edit.reverse ?? []) list(at(path).value, edit, path).reverse();
  for (const path of edit.remove ?? []) at(path).remove();
  return copy as Json;
}

/** Why an edit cannot be carried out on a document; undefined when it can. */
export function misfit(document: Json, edit: Edit): string | undefined {
  try {
    edited(document, edit);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Address of the resource that an edit is about; empty for the provider block. */
export function addressOf(document: Json, edit: Edit): string {
  if (edit.of === providerBlock) return "";
  return `${edit.of.split(".")[0]}.${edit.add === undefined ? find(document as Tree, edit).name : added}`;
}

function find(document: Tree, edit: Edit): { readonly group: { [name: string]: Tree }; readonly name: string } {
  const root = document as { [name: string]: Tree };
  if (edit.of === providerBlock) return { group: table(root["provider"], edit), name: "aws" };
  const [type = "", part = ""] = edit.of.split(".");
  const group = table(table(root["resource"], edit)[type], edit);
  const name = Object.keys(group).find((candidate) => candidate.includes(part));
  if (name === undefined) throw stale(edit, edit.of);
  return { group, name };
}

function table(tree: Tree | undefined, edit: Edit): { [name: string]: Tree } {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) throw stale(edit, edit.of);
  return tree;
}

function list(tree: Tree | undefined, edit: Edit, path: string): Tree[] {
  if (!Array.isArray(tree)) throw stale(edit, `a list at ${path}`);
  return tree;
}

/** A place in a tree; asked for what is not there, or to remove it, it throws. */
function locate(tree: Tree, path: string, edit: Edit) {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let holder = tree;
  for (const step of steps) {
    const inner = (holder as { [name: string]: Tree } | null)?.[step];
    if (typeof inner !== "object" || inner === null) throw stale(edit, path);
    holder = inner;
  }
  if (typeof holder !== "object" || holder === null) throw stale(edit, path);
  const inside = holder as { [name: string]: Tree };
  return {
    get value(): Tree {
      const found = inside[last];
      if (found === undefined) throw stale(edit, path);
      return found;
    },
    put(value: Tree) {
      inside[last] = value;
    },
    remove() {
      if (inside[last] === undefined) throw stale(edit, path);
      if (Array.isArray(inside)) inside.splice(Number(last), 1);
      else delete inside[last];
    },
  };
}

/** Removes an address from every `depends_on`. */
function forget(tree: Tree, address: string): void {
  if (typeof tree !== "object" || tree === null) return;
  if (!Array.isArray(tree) && Array.isArray(tree["depends_on"]))
    tree["depends_on"] = tree["depends_on"].filter((other) => other !== address);
  for (const inner of Object.values(tree)) forget(inner, address);
}

function stale(edit: Edit, missing: string): Error {
  return new Error(`The edit "${edit.what}" of stack ${edit.stack} does not fit the stack any more: no ${missing}.`);
}
