/** The platform's stacks in the order in which people are told of them. */
import { inOrder, type Step } from "./schedule";

/** As the README lists them. */
const layers = ["state", "network", "registry", "data", "platform", "observability", "edge", "service-", "delivery"];

/** Each after its dependencies; where these leave it open, as listed, services by name. Unknown ones come first. */
export function stacksInOrder<T extends Step>(stacks: readonly T[]): readonly T[] {
  const byName = stacks.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return inOrder(byName.toSorted((a, b) => rank(a.name) - rank(b.name)));
}

function rank(stack: string): number {
  return layers.findIndex((layer) => (layer.endsWith("-") ? stack.startsWith(layer) : stack === layer));
}
