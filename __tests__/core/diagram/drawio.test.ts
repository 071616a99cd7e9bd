import { beforeAll, describe, expect, it } from "vitest";
import { renderDrawio, type Diagram } from "../../../core/diagram/diagram";
import { contains, overlap, type Rect } from "../../../core/diagram/geometry";
import { layOut, type Layout } from "../../../core/diagram/layout";
import { stacksDiagram } from "../../../core/diagram/stacks";
import { samplePlatform, documentsOf, pictureOf, platformOf } from "../../support/diagrams";
import { everyElement, parseXml, type XmlElement } from "../../support/xml";

const stacks = () => {
  const platform = samplePlatform();
  const steps = platform.stacks.map((name) => ({ name, dependencies: platform.dependencies[name] ?? [] }));
  return stacksDiagram(steps, documentsOf(platform), "production");
};

describe.each([
  ["the platform", () => pictureOf(documentsOf(samplePlatform()))],
  ["30 services", () => pictureOf(documentsOf(platformOf(30)))],
  ["the stacks", stacks],
])("renderDrawio of %s", (_, make) => {
  let diagram: Diagram;
  let layout: Layout;
  let text: string;
  let cells: readonly XmlElement[];
  const cell = (id: string): XmlElement | undefined => cells.find(({ attributes }) => attributes["id"] === id);
  const vertices = () => cells.filter(({ attributes }) => attributes["vertex"] === "1");
  const edges = () => cells.filter(({ attributes }) => attributes["edge"] === "1");

  beforeAll(async () => {
    diagram = make();
    layout = await layOut(diagram);
    text = await renderDrawio(diagram);
    cells = everyElement(parseXml(text)).filter(({ name }) => name === "mxCell");
  });

  const geometryOf = ({ attributes, children }: XmlElement) => {
    const geometry = children.find(({ name }) => name === "mxGeometry");
    if (geometry === undefined) throw new Error(`${attributes["id"]} has no geometry`);
    return geometry;
  };
  /** Where a vertex is on the page: geometry is relative to the parent. */
  const rect = (vertex: XmlElement): Rect => {
    const { x = "0", y = "0", width = "0", height = "0" } = geometryOf(vertex).attributes;
    const parent = cell(vertex.attributes["parent"] ?? "");
    const origin = parent?.attributes["vertex"] === "1" ? rect(parent) : { x: 0, y: 0 };
    return { x: origin.x + Number(x), y: origin.y + Number(y), width: Number(width), height: Number(height) };
  };
  const around = ({ attributes }: XmlElement): string[] => {
    const parent = cell(attributes["parent"] ?? "");
    return parent === undefined ? [] : [parent.attributes["id"] ?? "", ...around(parent)];
  };

  it("is a file of one page, with the page and a layer as its first cells", () => {
    const file = parseXml(text);
    expect([file.name, file.children.map(({ name }) => name)]).toEqual(["mxfile", ["diagram"]]);
    expect(file.children[0]?.children.map(({ name }) => name)).toEqual(["mxGraphModel"]);
    expect(cells.slice(0, 2).map(({ attributes }) => attributes)).toEqual([{ id: "0" }, { id: "1", parent: "0" }]);
  });

  it("gives every cell an id of its own, and refers to cells that are there", () => {
    const ids = cells.map(({ attributes }) => attributes["id"]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of cells)
      for (const reference of ["parent", "source", "target"]) {
        const id = attributes[reference];
        if (id !== undefined) expect([reference, id, ids.includes(id)]).toEqual([reference, id, true]);
      }
    const kinds = cells.slice(2).map(({ attributes }) => [attributes["vertex"], attributes["edge"]].filter(Boolean));
    expect(kinds.every((kind) => kind.length === 1)).toBe(true);
  });

  it("holds every box where the SVG has it, inside its group", () => {
    for (const box of [...diagram.nodes, ...diagram.groups.filter(({ isHidden }) => isHidden !== true)]) {
      const found = cell(box.id);
      expect([box.id, found && rect(found)]).toEqual([box.id, layout.boxes.get(box.id)]);
      expect(found?.attributes["value"]).toContain(box.label);
    }
    for (const group of diagram.groups.filter(({ isHidden }) => isHidden === true))
      expect(cell(group.id)).toBeUndefined();
  });

  it("keeps boxes apart, unless one lies in the other", () => {
    const all = vertices();
    const bad = all.flatMap((a, index) =>
      all.slice(index + 1).flatMap((b) => {
        const [idA, idB] = [a.attributes["id"] ?? "", b.attributes["id"] ?? ""];
        if (around(b).includes(idA)) return contains(rect(a), rect(b)) ? [] : [`${idB} leaves ${idA}`];
        if (around(a).includes(idB)) return contains(rect(b), rect(a)) ? [] : [`${idA} leaves ${idB}`];
        return overlap(rect(a), rect(b)) ? [`${idA} over ${idB}`] : [];
      }),
    );
    expect(bad).toEqual([]);
  });

  it("leads arrows along the ways of the SVG", () => {
    expect(edges().map(({ attributes }) => [attributes["source"], attributes["target"], attributes["value"]])).toEqual(
      diagram.edges.map(({ from, to, label }) => [from, to, label ?? ""]),
    );
    for (const edge of edges()) {
      const way = layout.ways.get(edge.attributes["id"] ?? "") ?? [];
      const bends = everyElement(geometryOf(edge)).filter(({ name }) => name === "mxPoint");
      expect(bends.map(({ attributes }) => ({ x: Number(attributes["x"]), y: Number(attributes["y"]) }))).toEqual(
        way.slice(1, -1),
      );
      const style = new Map(edge.attributes["style"]?.split(";").map((entry) => entry.split("=") as [string, string]));
      const source = rect(cell(edge.attributes["source"] ?? "") ?? edge);
      const start = {
        x: source.x + Number(style.get("exitX")) * source.width,
        y: source.y + Number(style.get("exitY")) * source.height,
      };
      expect(Math.hypot(start.x - (way[0]?.x ?? 0), start.y - (way[0]?.y ?? 0))).toBeLessThan(1);
    }
  });

  it("is the same every time", async () => {
    expect(await renderDrawio(make())).toBe(text);
  });
});

it("shows AWS's own icons by their names in the editor's library", async () => {
  const text = await renderDrawio(pictureOf(documentsOf(samplePlatform())));
  const used = [...text.matchAll(/resIcon=mxgraph\.aws4\.(\w+)|shape=mxgraph\.aws4\.(\w+)/g)].flatMap(
    ([, icon, shape]) => icon ?? (shape === "resourceIcon" ? [] : (shape ?? [])),
  );
  expect([...new Set(used)].toSorted()).toEqual([
    "application_load_balancer",
    "cloudfront",
    "cloudwatch_2",
    "dynamodb",
    "ecr",
    "ecs_service",
    "elasticache",
    "nat_gateway",
    "parameter_store",
    "rds",
    "s3",
    "secrets_manager",
    "sns",
    "users",
    "waf",
  ]);
});
