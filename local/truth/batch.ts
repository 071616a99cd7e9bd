/** Puts edits together that have nothing to do with each other: one plan then answers for all of them. */
import { replacementFacts } from "../provider/facts/replacement-facts";
import { addressOf, type Edit } from "./edit";
import { isObject, type Json } from "./plan-document";

/** Edits that are planned together. */
export interface Batch {
  readonly edits: readonly Edit[];
  /** The edit that a difference at an address comes from, as text; several where it cannot be told. */
  readonly cause: (address: string) => string;
}

/**
 * Two edits go together when each sees the stack as if it were alone: they are about different arguments, and neither
 * replaces or removes something that the other is about or depends on. Edits of the provider block are alone.
 */
export function batches(document: Json, edits: readonly Edit[]): readonly Batch[] {
  const upstream = dependencies(document);
  const groups: Subject[][] = [];
  for (const subject of subjectsOf(document, edits)) {
    const group = groups.find((others) => others.every((other) => goTogether(subject, other, upstream)));
    if (group === undefined) groups.push([subject]);
    else group.push(subject);
  }
  return groups.map((group) => batchOf(group, upstream));
}

/** These edits, whatever they have to do with each other. */
export function together(document: Json, edits: readonly Edit[]): Batch {
  return batchOf(subjectsOf(document, edits), dependencies(document));
}

function subjectsOf(document: Json, edits: readonly Edit[]): readonly Subject[] {
  return edits.map((edit) => ({ edit, address: addressOf(document, edit), isFinal: isFinal(edit) }));
}

function batchOf(group: readonly Subject[], upstream: Upstream): Batch {
  return {
    edits: group.map(({ edit }) => edit),
    cause(address) {
      const causes = group.filter((one) => one.address === address || upstream(address).has(one.address));
      return (causes.length === 0 ? group : causes).map(({ edit }) => describe(edit)).join(" / ");
    },
  };
}

/** For an address, all that it depends on. */
type Upstream = (address: string) => ReadonlySet<string>;

interface Subject {
  readonly edit: Edit;
  readonly address: string;
  readonly isFinal: boolean;
}

function goTogether(a: Subject, b: Subject, upstream: Upstream): boolean {
  if (a.address === "" || b.address === "") return false;
  if (a.address === b.address)
    return !a.isFinal && !b.isFinal && [...touched(a.edit)].every((name) => !touched(b.edit).has(name));
  const hides = (one: Subject, other: Subject) => one.isFinal && upstream(other.address).has(one.address);
  return !hides(a, b) && !hides(b, a);
}

/** Whether the resource is not there afterwards: removed, or, as far as is known, replaced. */
function isFinal(edit: Edit): boolean {
  const [type = ""] = edit.of.split(".");
  const replacing = new Set(replacementFacts[type]?.map((path) => path.replace(/[.#].*$/, "")));
  return edit.drop === true || [...touched(edit)].some((name) => replacing.has(name));
}

/** Arguments and blocks that an edit is about. */
function touched({ set, remove, append, reverse, text }: Edit): ReadonlySet<string> {
  const paths = [set, append, text].flatMap((changes) => Object.keys(changes ?? {}));
  return new Set([...paths, ...(remove ?? []), ...(reverse ?? [])].map((path) => path.replace(/\..*$/, "")));
}

function describe({ of, what }: Edit): string {
  return `${of}: ${what}`;
}

function dependencies(document: Json): Upstream {
  const resources = new Map<string, string>();
  const groups = isObject(document) && isObject(document["resource"]) ? document["resource"] : {};
  for (const [type, group] of Object.entries(groups))
    for (const [name, body] of Object.entries(isObject(group) ? group : {}))
      resources.set(`${type}.${name}`, JSON.stringify(body));
  const direct = new Map(
    [...resources].map(([address, body]) => [
      address,
      [...resources.keys()].filter((other) => other !== address && mentions(body, other)),
    ]),
  );
  const found = new Map<string, ReadonlySet<string>>();
  const all = (address: string): ReadonlySet<string> => {
    const known = found.get(address);
    if (known !== undefined) return known;
    const near = direct.get(address) ?? [];
    const result = new Set([...near, ...near.flatMap((other) => [...all(other)])]);
    found.set(address, result);
    return result;
  };
  return all;
}

/** Addresses end at a dot, a bracket or a quote: `aws_x.A` is no part of `aws_x.AB`. */
function mentions(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1)) {
    const before = text[at - 1] ?? "";
    const after = text[at + address.length] ?? "";
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
