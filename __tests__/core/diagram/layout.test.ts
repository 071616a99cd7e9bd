import { beforeAll, describe, expect, it } from "vitest";
import type { Diagram } from "../../../core/diagram/diagram";
import { contains, overlap, type Point, type Rect } from "../../../core/diagram/geometry";
import { crosses } from "../../../core/diagram/labels";
import { layOut, type Layout } from "../../../core/diagram/layout";
import { font, nodeSize } from "../../../core/diagram/metrics";
import { stacksDiagram } from "../../../core/diagram/stacks";
import { samplePlatform, documentsOf, pictureOf, platformOf } from "../../support/diagrams";
import type { Platform } from "../../support/platform";

const architectureOf = (platform: Platform) => pictureOf(documentsOf(platform));
const stacksOf = (platform: Platform) =>
  stacksDiagram(
    platform.stacks.map((name) => ({ name, dependencies: platform.dependencies[name] ?? [] })),
    documentsOf(platform),
    "production",
  );

const pictures: readonly (readonly [string, () => Diagram])[] = [
  ["the platform", () => architectureOf(samplePlatform())],
  ["one service", () => architectureOf(platformOf(1))],
  ["30 services", () => architectureOf(platformOf(30))],
  ["the stacks", () => stacksOf(samplePlatform())],
  ["32 stacks", () => stacksOf(platformOf(24))],
];

describe.each(pictures)("the picture of %s", (_, make) => {
  let diagram: Diagram;
  let layout: Layout;
  let rects: ReadonlyMap<string, Rect>;
  const rect = (id: string): Rect => {
    const found = rects.get(id);
    if (found === undefined) throw new Error(`${id} is not placed`);
    return found;
  };

  beforeAll(async () => {
    diagram = make();
    layout = await layOut(diagram);
    rects = layout.boxes;
  });

  /** Groups around a box, those that only hold things together included. */
  const around = (id: string): string[] => {
    const { parent } = [...diagram.nodes, ...diagram.groups].find((box) => box.id === id) ?? {};
    return parent === undefined ? [] : [parent, ...around(parent)];
  };
  const pairs = <T>(items: readonly T[]) =>
    items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
  /** Boxes that are drawn. */
  const drawn = () =>
    [...diagram.nodes, ...diagram.groups.filter(({ isHidden }) => isHidden !== true)].map(({ id }) => id);

  it("shows every box and every arrow, each arrow with its label", () => {
    expect([...diagram.nodes, ...diagram.groups].filter(({ id }) => !rects.has(id))).toEqual([]);
    expect(diagram.edges.filter(({ id }) => (layout.ways.get(id) ?? []).length < 2)).toEqual([]);
    expect(diagram.edges.filter(({ id, label }) => label !== undefined && !layout.labels.has(id))).toEqual([]);
    const canvas = { x: 0, y: 0, width: layout.width, height: layout.height };
    expect(drawn().filter((id) => !contains(canvas, rect(id)))).toEqual([]);
  });

  it("keeps boxes apart, unless one lies in the other", () => {
    const touching = pairs(drawn()).filter(
      ([a, b]) => !around(a).includes(b) && !around(b).includes(a) && overlap(rect(a), rect(b)),
    );
    expect(touching).toEqual([]);
    for (const id of drawn())
      for (const group of around(id)) expect([group, id, contains(rect(group), rect(id))]).toEqual([group, id, true]);
  });

  it("leaves every box room for its text, and the labels of groups too", () => {
    for (const node of diagram.nodes) {
      const [{ width, height }, needed] = [rect(node.id), nodeSize(node)];
      expect([node.id, width >= needed.width, height >= needed.height]).toEqual([node.id, true, true]);
    }
    for (const [id, head] of layout.heads) {
      expect([id, contains(rect(id), head)]).toEqual([id, true]);
      const covered = drawn().filter(
        (other) => other !== id && !around(id).includes(other) && overlap(rect(other), head),
      );
      expect([id, covered]).toEqual([id, []]);
    }
  });

  it("keeps the labels of arrows off boxes, heads and each other", () => {
    const groups = new Set(diagram.groups.map(({ id }) => id));
    for (const [edge, label] of layout.labels) {
      const covered = drawn().filter(
        (id) => overlap(rect(id), label) && !(groups.has(id) && contains(rect(id), label)),
      );
      expect([edge, covered]).toEqual([edge, []]);
      expect([edge, [...layout.heads].filter(([, head]) => overlap(head, label))]).toEqual([edge, []]);
      const crossing = [...layout.ways].filter(([other, way]) => other !== edge && crosses(way, label));
      expect([edge, crossing]).toEqual([edge, []]);
    }
    expect(pairs([...layout.labels]).filter(([[, a], [, b]]) => overlap(a, b))).toEqual([]);
  });

  it("leads arrows at right angles from border to border, round boxes and labels of groups", () => {
    const onBorder = ({ x, y }: Point, box: Rect) =>
      ((x === box.x || x === box.x + box.width) && y >= box.y && y <= box.y + box.height) ||
      ((y === box.y || y === box.y + box.height) && x >= box.x && x <= box.x + box.width);
    const shrunk = ({ x, y, width, height }: Rect) => ({ x: x + 1, y: y + 1, width: width - 2, height: height - 2 });
    for (const { id, from, to } of diagram.edges) {
      const way = layout.ways.get(id) ?? [];
      const [start, end] = [way[0], way.at(-1)];
      expect([id, start !== undefined && onBorder(start, rect(from))]).toEqual([id, true]);
      expect([id, end !== undefined && onBorder(end, rect(to))]).toEqual([id, true]);
      const bends = way.slice(1).filter((point, index) => point.x !== way[index]?.x && point.y !== way[index]?.y);
      expect([id, bends]).toEqual([id, []]);
      const crossed = diagram.nodes.filter((node) => crosses(way, shrunk(rect(node.id)))).map((node) => node.id);
      expect([id, crossed]).toEqual([id, []]);
      const grids = diagram.groups.filter(({ flow }) => flow === "grid");
      expect([id, grids.filter((grid) => crosses(way, shrunk(rect(grid.id))))]).toEqual([id, []]);
      const heads = [...layout.heads].filter(([, head]) => crosses(way, head)).map(([group]) => group);
      expect([id, heads]).toEqual([id, []]);
    }
  });

  it("keeps arrows apart: none runs on another", () => {
    const pieces = [...layout.ways].flatMap(([id, way]) =>
      way.slice(1).map((end, index) => ({ id, start: way[index] ?? end, end })),
    );
    const within = (a: number, b: number, c: number, d: number) =>
      Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d)) > 1;
    const shared = pairs(pieces).filter(([a, b]) => {
      if (a.id === b.id) return false;
      const vertical = [a, b].every(({ start, end }) => start.x === end.x) && a.start.x === b.start.x;
      const horizontal = [a, b].every(({ start, end }) => start.y === end.y) && a.start.y === b.start.y;
      return (
        (vertical && within(a.start.y, a.end.y, b.start.y, b.end.y)) ||
        (horizontal && within(a.start.x, a.end.x, b.start.x, b.end.x))
      );
    });
    expect(shared).toEqual([]);
  });

  it("is readable when it is 1,000 pixels wide: no text below 11", () => {
    expect((font.small * 1_000) / Math.max(layout.width, 1_000)).toBeGreaterThanOrEqual(11);
  });

  it("is the same every time", async () => {
    expect(await layOut(make())).toEqual(layout);
  });
});
