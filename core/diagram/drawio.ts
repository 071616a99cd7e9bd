/**
 * The picture as a file of draw.io (diagrams.net): cells with geometry, groups as containers of what lies in them. Icons
 * are named, not drawn: the editor has AWS's own.
 * https://www.drawio.com/doc/faq/drawio-style-reference
 */
import { element, escaped, indented } from "../document/xml";
import type { Point, Rect } from "./geometry";
import type { Layout } from "./layout";
import { layOut } from "./layout";
import { canvas, card, font, isTile } from "./metrics";
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, Kind } from "./model";
import { mixed, palettes, toneOf } from "./theme";

const palette = palettes.light;

/** The page itself, and its one layer. */
const [page, layer] = ["0", "1"];

/** Names of shapes in the editor's library `mxgraph.aws4`; kinds without one get a plain box. */
const shapes: Partial<Readonly<Record<Kind, string>>> = {
  cache: resource("elasticache"),
  collector: "shape=mxgraph.aws4.ecs_service",
  database: resource("rds"),
  distribution: resource("cloudfront"),
  files: resource("s3"),
  firewall: resource("waf"),
  "load-balancer": "shape=mxgraph.aws4.application_load_balancer",
  logs: resource("cloudwatch_2"),
  nat: "shape=mxgraph.aws4.nat_gateway",
  parameters: "shape=mxgraph.aws4.parameter_store",
  repository: resource("ecr"),
  secrets: resource("secrets_manager"),
  table: resource("dynamodb"),
  topic: resource("sns"),
  users: "shape=mxgraph.aws4.users",
};

function resource(name: string): string {
  return `shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.${name};strokeColor=#ffffff`;
}

export async function renderDrawio(diagram: Diagram): Promise<string> {
  return drawDrawio(diagram, await layOut(diagram));
}

/** Draws a diagram that is laid out. */
function drawDrawio(diagram: Diagram, layout: Layout): string {
  const { title, subtitle, groups, nodes, edges } = diagram;
  const place = relativePlaces(diagram, layout);
  const cells = [
    element("mxCell", { id: page }),
    element("mxCell", { id: layer, parent: page }),
    caption(
      "title",
      title,
      { x: canvas.left, y: 18, width: layout.width - 2 * canvas.left, height: 28 },
      font.title,
      1,
    ),
    caption(
      "subtitle",
      subtitle,
      { x: canvas.left, y: 46, width: layout.width - 2 * canvas.left, height: 20 },
      font.small,
      0,
    ),
    ...groups.filter(({ isHidden }) => isHidden !== true).map((group) => groupCell(group, place(group), layout)),
    ...nodes.flatMap((node) => nodeCells(node, place(node))),
    ...edges.map((edge) => edgeCell(edge, layout)),
  ].filter((cell) => cell !== "");
  const { width, height } = layout;
  const lines = (parts: readonly string[]) => `\n${parts.join("\n")}\n`;
  const model = element(
    "mxGraphModel",
    { ...pageSettings, pageWidth: width, pageHeight: height },
    lines([element("root", {}, lines(indented(cells)))]),
  );
  const diagramElement = element("diagram", { id: "architecture", name: title }, lines([model]));
  return `${element("mxfile", { host: "smart360" }, lines([diagramElement]))}\n`;
}

const pageSettings = {
  dx: 0,
  dy: 0,
  grid: 1,
  gridSize: 10,
  guides: 1,
  tooltips: 1,
  connect: 1,
  arrows: 1,
  fold: 0,
  page: 1,
};

interface Placed {
  readonly parent: string;
  readonly rect: Rect;
}

/** A box inside the nearest group that is drawn, in that group's coordinates. */
function relativePlaces({ groups }: Diagram, { boxes }: Layout) {
  const drawn = (id: string | undefined): string | undefined => {
    const group = groups.find((one) => one.id === id);
    return group?.isHidden === true ? drawn(group.parent) : group?.id;
  };
  return ({ id, parent }: DiagramNode | DiagramGroup): Placed | undefined => {
    const rect = boxes.get(id);
    if (rect === undefined) return undefined;
    const container = drawn(parent);
    const origin = (container === undefined ? undefined : boxes.get(container)) ?? { x: 0, y: 0 };
    return { parent: container ?? layer, rect: { ...rect, x: rect.x - origin.x, y: rect.y - origin.y } };
  };
}

const geometry = ({ x, y, width, height }: Rect) => element("mxGeometry", { x, y, width, height, as: "geometry" });

function vertex(id: string, value: string, styles: readonly string[], { parent, rect }: Placed): string {
  return element("mxCell", { id, value, style: `${styles.join(";")};`, vertex: 1, parent }, geometry(rect));
}

function caption(id: string, text: string, rect: Rect, size: number, fontStyle: number): string {
  const styles = ["text", "html=1", "align=left", "verticalAlign=middle", "spacing=0"];
  const own = [`fontSize=${size}`, `fontStyle=${fontStyle}`, `fontColor=${palette.text}`];
  return vertex(id, escaped(text), [...styles, ...own], { parent: layer, rect });
}

function groupCell(group: DiagramGroup, placed: Placed | undefined, { boxes, heads }: Layout): string {
  if (placed === undefined) return "";
  const tone = toneOf(group.kind);
  const [rect, head] = [boxes.get(group.id), heads.get(group.id)];
  const above = rect === undefined || head === undefined ? 0 : head.y - rect.y;
  const below = rect === undefined ? 0 : rect.height - above - (head?.height ?? 0);
  const detail = group.detail === "" ? "" : ` ${span(group.detail)}`;
  const styles = [
    "rounded=1;absoluteArcSize=1;arcSize=20;html=1;container=1;collapsible=0;recursiveResize=0",
    `verticalAlign=${group.head === "bottom" ? "bottom" : "top"};align=left;spacingLeft=10`,
    group.head === "bottom" ? `spacingBottom=${below - 4}` : `spacingTop=${above - 5}`,
    `fillColor=${mixed(palette, tone, palette.tint)};strokeColor=${mixed(palette, tone, palette.outline)}`,
    `fontColor=${palette.tones[tone]};fontSize=${font.label}`,
  ];
  return vertex(group.id, `<b>${escaped(group.label)}</b>${detail}`, styles, placed);
}

function nodeCells(node: DiagramNode, placed: Placed | undefined): string[] {
  if (placed === undefined) return [];
  if (node.shape === "chip") return [chipCell(node, placed)];
  const hasIcon = !isTile(node);
  const value = [`<b>${escaped(node.label)}</b>`, ...node.details.map(span)].join("<br>");
  const styles = [
    "rounded=1;absoluteArcSize=1;arcSize=16;html=1;align=left;verticalAlign=middle;container=1;collapsible=0",
    `spacingLeft=${hasIcon ? card.padding + card.icon + card.iconGap - 4 : 8}`,
    `fillColor=${palette.card};strokeColor=${node.isOutside === true ? `${palette.line};dashed=1` : palette.border}`,
    `fontColor=${palette.text};fontSize=${font.small}`,
  ];
  const box = vertex(node.id, value, styles, placed);
  return hasIcon ? [box, iconCell(node, placed.rect)] : [box];
}

function chipCell(node: DiagramNode, placed: Placed): string {
  const styles = [
    "rounded=1;arcSize=50;html=1;align=center;verticalAlign=middle",
    `fillColor=${palette.card};strokeColor=${palette.border};fontColor=${palette.muted};fontSize=${font.small - 1}`,
  ];
  return vertex(node.id, escaped(node.label), styles, placed);
}

function iconCell({ id, kind }: DiagramNode, { height }: Rect): string {
  const shape = shapes[kind] ?? "rounded=1;strokeColor=none";
  const styles = [
    "sketch=0;html=1;aspect=fixed;connectable=0;pointerEvents=0",
    `fillColor=${palette.tones[toneOf(kind)]}`,
    shape,
  ];
  const size = card.icon;
  const rect = { x: card.padding, y: Math.round((height - size) / 2), width: size, height: size };
  return vertex(`${id}-icon`, "", styles, { parent: id, rect });
}

function edgeCell({ id, from, to, label }: DiagramEdge, { ways, boxes, labels }: Layout): string {
  const [way, source, target] = [ways.get(id) ?? [], boxes.get(from), boxes.get(to)];
  const [start, end] = [way[0], way.at(-1)];
  if (start === undefined || end === undefined || source === undefined || target === undefined) return "";
  const styles = [
    "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;jettySize=auto;orthogonalLoop=1;endArrow=classic;endFill=1",
    ...at("exit", start, source),
    ...at("entry", end, target),
    `strokeColor=${palette.line};fontColor=${palette.muted};fontSize=${font.small - 1}`,
    `labelBackgroundColor=${palette.canvas}`,
  ];
  const points = way.slice(1, -1).map(({ x, y }) => element("mxPoint", { x, y }));
  const bends = points.length === 0 ? [] : [element("Array", { as: "points" }, ...points)];
  const rect = labels.get(id);
  const middle = rect === undefined ? undefined : { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  const along = middle === undefined ? {} : { x: Math.round((2 * partOf(way, middle) - 1) * 1000) / 1000 };
  const style = `${styles.join(";")};`;
  return element(
    "mxCell",
    { id, value: escaped(label ?? ""), style, edge: 1, parent: layer, source: from, target: to },
    element("mxGeometry", { ...along, relative: 1, as: "geometry" }, ...bends),
  );
}

/** Where an arrow touches a box, as parts of its sides. */
function at(end: "exit" | "entry", point: Point, rect: Rect): string[] {
  const part = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  const x = part((point.x - rect.x) / rect.width);
  const y = part((point.y - rect.y) / rect.height);
  return [`${end}X=${x}`, `${end}Y=${y}`, `${end}Dx=0`, `${end}Dy=0`];
}

/** How much of a way lies before a point on it: 0 at its start, 1 at its end. */
function partOf(way: readonly Point[], point: Point): number {
  let [total, before] = [0, 0];
  way.slice(1).forEach((end, index) => {
    const start = way[index] ?? end;
    const isOn =
      Math.min(start.x, end.x) - 1 <= point.x &&
      point.x <= Math.max(start.x, end.x) + 1 &&
      Math.min(start.y, end.y) - 1 <= point.y &&
      point.y <= Math.max(start.y, end.y) + 1;
    if (isOn && before === 0) before = total + Math.abs(point.x - start.x) + Math.abs(point.y - start.y);
    total += Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  });
  return total === 0 ? 0.5 : before / total;
}

const span = (text: string) => `<font color="${palette.muted}">${escaped(text)}</font>`;
