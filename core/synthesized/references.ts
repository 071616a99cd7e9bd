/** Which resources of a stack need which others. */
import { resourcesOf } from "./stack";

/** Of `candidates`, those that the resource at `address` refers to, directly or through others. */
export function neededBy(stack: unknown, address: string, candidates: ReadonlySet<string>): readonly string[] {
  const resources = resourcesOf(stack);
  const texts = new Map(resources.map((resource) => [resource.address, JSON.stringify(resource.arguments)]));
  const seen = new Set<string>([address]);
  // A set is walked in the order of insertion, and what is added meanwhile is walked too.
  for (const current of seen)
    for (const other of texts.keys()) if (mentions(texts.get(current) ?? "", other)) seen.add(other);
  seen.delete(address);
  return [...seen].filter((other) => candidates.has(other));
}

/** Whether the text names the address whole: not the beginning of a longer name. */
function mentions(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1)) {
    const [before = "", after = ""] = [text[at - 1], text[at + address.length]];
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}
