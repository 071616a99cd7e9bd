/** Puts edits together that have nothing to do with each other: one plan then answers for all of them. */
import { addressOf, providerBlock, type Edit } from "./edit";
import { isObject, type Json } from "./plan-document";

/** Edits that are planned together. */
export interface Batch {
  readonly edits: readonly Edit[];
  /** The edit that a difference at an address comes from, as text; several where it cannot be told. */
  readonly cause: (address: string) => string;
}

/**
 * Two edits go together when neither resource depends on the other, directly or through others: each then sees the stack
 * as if it were alone. Edits of the provider block are alone.
 */
export function batches(document: Json, edits: readonly Edit[]): readonly Batch[] {
  const upstream = dependencies(document);
  const groups: { readonly edits: Edit[]; readonly addresses: string[] }[] = [];
  for (const edit of edits) {
    const address = addressOf(document, edit);
    const isApart = (other: string) =>
      address !== other && !upstream(address).has(other) && !upstream(other).has(address);
    const group =
      edit.of === providerBlock
        ? undefined
        : groups.find(({ addresses }) => addresses.every((other) => other !== "" && isApart(other)));
    if (group === undefined) groups.push({ edits: [edit], addresses: [address] });
    else {
      group.edits.push(edit);
      group.addresses.push(address);
    }
  }
  return groups.map(({ edits: together, addresses }) => ({
    edits: together,
    cause(address) {
      const causes = together.filter((_, index) => {
        const edited = addresses[index] ?? "";
        return edited === address || upstream(address).has(edited);
      });
      return (causes.length === 0 ? together : causes).map(describe).join(" / ");
    },
  }));
}

export function describe({ of, what }: Edit): string {
  return `${of}: ${what}`;
}

/** For an address, all that it depends on. */
function dependencies(document: Json): (address: string) => ReadonlySet<string> {
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
