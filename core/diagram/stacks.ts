/** The stacks, and which of them are deployed before which. */
import { resourcesOf } from "../synthesized/stack";
import { inOrder, type Step } from "../schedule/schedule";
import { bundle } from "./bundle";
import type { StackDocuments } from "./landscape";
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, Kind } from "./model";

/** Stacks that are drawn together: those of the services. */
const servicePrefix = "service-";

/** Layers by what stands for them in the picture of the architecture. */
const kinds: Readonly<Record<string, Kind>> = {
  data: "database",
  delivery: "ci",
  edge: "distribution",
  network: "nat",
  observability: "logs",
  platform: "load-balancer",
  registry: "repository",
  state: "table",
};

/** @param steps every stack, and what is deployed before it */
export function stacksDiagram(given: readonly Step[], stacks: StackDocuments, environment: string): Diagram {
  // The drawing follows the order of the nodes: the same whatever order they are given in.
  const steps = inOrder(given.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  const isService = (name: string) => name.startsWith(servicePrefix);
  const nodes = steps.map(({ name }): DiagramNode => {
    const resources = resourcesOf(stacks.get(name)).map(({ address }) => ({ stack: name, address }));
    const count = `${resources.length} ${resources.length === 1 ? "resource" : "resources"}`;
    const box = {
      id: name,
      kind: kinds[name] ?? "stack",
      label: name,
      details: [count],
      shape: "card",
      resources,
    } as const;
    return isService(name)
      ? { ...box, label: name.slice(servicePrefix.length), kind: "service", parent: "services", column: "service" }
      : { ...box, column: "stack" };
  });
  const services = steps.filter(({ name }) => isService(name));
  const groups: DiagramGroup[] =
    services.length === 0
      ? []
      : [
          {
            id: "services",
            kind: "services",
            label: services.length === 1 ? "1 service" : `${services.length} services`,
            detail: "a stack each",
            flow: "grid",
            head: "top",
            resources: [],
          },
        ];
  const edges = steps.flatMap(({ name, dependencies }) =>
    direct(name, dependencies, steps).map((dependency): DiagramEdge => ({
      id: `${dependency}-to-${name}`,
      from: dependency,
      to: name,
    })),
  );
  const arrows = edges.map(({ from, to }) => `${from} before ${to}`);
  return bundle({
    title: `SMART360 ${environment}: stacks`,
    subtitle: "An arrow leads to a stack that is deployed later; what follows from other arrows is left out.",
    description: `Order of deployment: ${arrows.join("; ")}.`,
    groups,
    nodes,
    edges,
    legend: [],
  });
}

/** Dependencies that do not follow from another dependency. */
function direct(name: string, dependencies: readonly string[], steps: readonly Step[]): readonly string[] {
  const all = (stack: string): Set<string> => {
    const own = steps.find((step) => step.name === stack)?.dependencies ?? [];
    return new Set(own.flatMap((dependency) => [dependency, ...all(dependency)]));
  };
  const implied = new Set(dependencies.flatMap((dependency) => [...all(dependency)]));
  return dependencies.filter((dependency) => dependency !== name && !implied.has(dependency));
}
