/** Which resources of a stack's document name which. */
import { isObject, type Json } from "./plan-document";

/** The resources of a document by address, `aws_vpc.Vpc`. */
export function resourcesOf(document: Json): ReadonlyMap<string, Json> {
  const groups = isObject(document) && isObject(document["resource"]) ? document["resource"] : {};
  return new Map(
    Object.entries(groups).flatMap(([type, group]) =>
      Object.entries(isObject(group) ? group : {}).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}

/** All that depends on a resource, directly or not. */
export function dependents(document: Json): (address: string) => ReadonlySet<string> {
  const texts = [...resourcesOf(document)].map(([address, body]) => [address, JSON.stringify(body)] as const);
  return (address) => {
    const found = new Set<string>();
    const pending = [address];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const names = naming([next]);
      for (const [other, text] of texts) {
        if (other === address || found.has(other) || !names.test(text)) continue;
        found.add(other);
        pending.push(other);
      }
    }
    return found;
  };
}

/** Finds these addresses in a text. They end at a dot, a bracket or a quote: `aws_x.A` is no part of `aws_x.AB`. */
export function naming(addresses: readonly string[], flags = ""): RegExp {
  return new RegExp(
    `(?<![\\w.-])(?:${addresses.map((address) => address.replaceAll(".", "\\.")).join("|")})(?![\\w-])`,
    flags,
  );
}
