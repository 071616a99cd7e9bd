/** Draws many equal arrows as one: to and from the group instead of each of its members. */
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, Kind } from "./model";

/** What a service that is set apart by a mark does. */
const markTexts: Partial<Record<Kind, string>> = {
  cache: "uses the cache",
  database: "uses the database",
  files: "stores files",
};

export function bundle(diagram: Diagram): Diagram {
  const grids = diagram.groups.filter(({ flow }) => flow === "grid");
  const withMarks = grids.reduce(bundleGrid, diagram);
  return withMarks.groups.filter(({ isOne }) => isOne === true).reduce(bundleShared, withMarks);
}

/**
 * All arrows of a grid's members become the grid's. One that not all members have says how many do, and marks those
 * members by what the arrow leads to.
 */
function bundleGrid(diagram: Diagram, grid: DiagramGroup): Diagram {
  const members = membersOf(diagram, grid);
  const ids = new Set(members.map(({ id }) => id));
  const marks = new Map<string, Kind[]>();
  const edges = new Map<string, DiagramEdge[]>();
  for (const edge of diagram.edges) {
    const lifted = {
      ...edge,
      from: ids.has(edge.from) ? grid.id : edge.from,
      to: ids.has(edge.to) ? grid.id : edge.to,
    };
    if (lifted.from === lifted.to) continue;
    const id = `${lifted.from}-to-${lifted.to}`;
    edges.set(id, [...(edges.get(id) ?? []), edge]);
  }
  const bundled = [...edges].flatMap(([id, all]): DiagramEdge | [] => {
    const [first] = all;
    if (first === undefined) return [];
    if (!ids.has(first.from) && !ids.has(first.to)) return first;
    const isOut = ids.has(first.from);
    const other = isOut ? first.to : first.from;
    const own = all.map(({ from, to }) => (isOut ? from : to));
    const isShared = all.length === members.length;
    const kind = diagram.nodes.find((node) => node.id === other)?.kind;
    if (isOut && !isShared && kind !== undefined)
      for (const member of own) marks.set(member, [...(marks.get(member) ?? []), kind]);
    const labels = labelsOf(all);
    // What leads in and has a label says enough by it: `by path`.
    const count = !isShared && (isOut || labels.length === 0) ? [`${all.length} of ${members.length}`] : [];
    return labelled({ id, from: isOut ? grid.id : other, to: isOut ? other : grid.id }, [...labels, ...count]);
  });
  const kinds = [...new Set([...marks.values()].flat())].sort();
  return {
    ...diagram,
    edges: bundled,
    nodes: diagram.nodes.map((node): DiagramNode => {
      const own = marks.get(node.id);
      return own === undefined ? node : { ...node, marks: own };
    }),
    legend: [...diagram.legend, ...kinds.map((kind) => ({ kind, text: markTexts[kind] ?? `uses ${kind}` }))],
  };
}

/** Arrows of several cards of a group, to or from the same box, become the group's. */
function bundleShared(diagram: Diagram, group: DiagramGroup): Diagram {
  const members = membersOf(diagram, group);
  if (members.length < 2) return diagram;
  const ids = new Set(members.map(({ id }) => id));
  let edges = diagram.edges;
  for (const [own, other] of [["from", "to"] as const, ["to", "from"] as const]) {
    for (const end of new Set(edges.filter((edge) => ids.has(edge[own])).map((edge) => edge[other]))) {
      const shared = edges.filter((edge) => ids.has(edge[own]) && edge[other] === end);
      if (ids.has(end) || shared.length < 2) continue;
      const ends = own === "from" ? { from: group.id, to: end } : { from: end, to: group.id };
      const one = labelled({ id: `${ends.from}-to-${ends.to}`, ...ends }, labelsOf(shared));
      edges = edges.flatMap((edge) => (edge === shared[0] ? one : shared.includes(edge) ? [] : edge));
    }
  }
  return { ...diagram, edges };
}

/** Labels of arrows, each once. */
const labelsOf = (edges: readonly DiagramEdge[]) => [...new Set(edges.flatMap(({ label }) => label ?? []))];

const labelled = (edge: DiagramEdge, labels: readonly string[]): DiagramEdge =>
  labels.length === 0 ? edge : { ...edge, label: labels.join(", ") };

const membersOf = ({ nodes }: Diagram, { id }: DiagramGroup) =>
  nodes.filter(({ parent, shape }) => parent === id && shape === "card");
