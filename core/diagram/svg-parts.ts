/** The pieces of the SVG: groups, cards, chips, arrows. */
import { element, escaped } from "../document/xml";
import { changeActions, worst, type BoxChanges, type ChangeAction, type Tally } from "./changes";
import type { Point, Rect } from "./geometry";
import { icons } from "./icons";
import type { Layout } from "./layout";
import { card, chip, font, isTile, tile, type Size } from "./metrics";
import type { DiagramEdge, DiagramGroup, DiagramNode, Kind, Place } from "./model";
import { textWidth } from "./text";
import { changeMarks, toneOf } from "./theme";

export const fullSize = ({ width, height }: Size) => ({ x: 0, y: 0, width, height });

const radius = { group: 10, card: 8, tile: 6, way: 7 } as const;
/** From the middle of a line of text to its baseline, as a part of the font size. */
const baseline = 0.36;

export function groupBox(group: DiagramGroup, layout: Layout, changes: BoxChanges | undefined, prefix: string): string {
  const rect = layout.boxes.get(group.id);
  const head = layout.heads.get(group.id);
  if (rect === undefined || group.isHidden === true) return "";
  const tone = toneOf(group.kind);
  const tally = changes?.boxes.get(group.id);
  const parts = [tooltip(group.label, group.resources), boxRect(rect, `group ${tone}`, radius.group, tally)];
  if (head !== undefined) {
    const y = head.y + head.height / 2 + font.label * baseline;
    parts.push(element("text", { class: `head ${tone}`, x: head.x, y: round(y) }, escaped(group.label)));
    const detailX = head.x + textWidth(group.label, font.label, "bold") + 8;
    if (group.detail !== "")
      parts.push(element("text", { class: "detail", x: detailX, y: round(y) }, escaped(group.detail)));
  }
  return element("g", {}, ...parts, ...hatched(rect, tally, prefix, radius.group), ...badge(rect, tally));
}

export function nodeBox(node: DiagramNode, layout: Layout, changes: BoxChanges | undefined, prefix: string): string {
  const rect = layout.boxes.get(node.id);
  if (rect === undefined) return "";
  const tally = changes?.boxes.get(node.id);
  const round = node.shape === "chip" ? chip.height / 2 : radius.card;
  const kind = node.shape === "chip" ? "chip" : node.isOutside === true ? "card outside" : "card";
  const content =
    node.shape === "chip" ? chipContent(node, rect) : isTile(node) ? tileContent(node, rect) : cardContent(node, rect);
  return element(
    "g",
    changes !== undefined && tally === undefined ? { class: "same" } : {},
    tooltip(node.label, node.resources),
    boxRect(rect, kind, round, tally),
    ...hatched(rect, tally, prefix, round),
    ...content,
    ...(node.shape === "chip" ? chipBadge(rect, tally) : badge(rect, tally)),
  );
}

/** Where text of the class `middle` is in the middle of a box. */
const centred = ({ x, y, width, height }: Rect): Point => ({
  x: round(x + width / 2),
  y: round(y + height / 2 + font.small * baseline),
});

function boxRect({ x, y, width, height }: Rect, kind: string, rx: number, tally: Tally | undefined): string {
  const action = worst(tally);
  return element("rect", { class: action === undefined ? kind : `${kind} changed ${action}`, x, y, width, height, rx });
}

function hatched({ x, y, width, height }: Rect, tally: Tally | undefined, prefix: string, rx: number): string[] {
  const action = worst(tally);
  if (action !== "replace" && action !== "destroy") return [];
  return [element("rect", { fill: `url(#${prefix}-${action})`, x, y, width, height, rx })];
}

function chipContent({ label }: DiagramNode, rect: Rect): string[] {
  return [element("text", { class: "detail middle", ...centred(rect) }, escaped(label))];
}

function cardContent(node: DiagramNode, { x, y, height }: Rect): string[] {
  const icon = { x: x + card.padding, y: round(y + (height - card.icon) / 2) };
  const textX = icon.x + card.icon + card.iconGap;
  return [...iconTile(node.kind, icon), ...lines(node, textX, y, height)];
}

/** A card of a grid: a coloured edge instead of an icon. */
function tileContent(node: DiagramNode, { x, y, width, height }: Rect): string[] {
  const stripe = { class: `stripe ${toneOf(node.kind)}`, x: x + 4, y: y + 8, width: 3, height: height - 16, rx: 1.5 };
  const marks = (node.marks ?? []).map((kind, index) => {
    const left = x + width - tile.padding + 2 - (index + 1) * tile.mark - index * tile.markGap;
    return drawnIcon(kind, { x: left, y: y + height - tile.mark - 7 }, tile.mark, `icon mark ${toneOf(kind)}`);
  });
  return [element("rect", stripe), ...lines(node, x + tile.padding, y, height, "label small"), ...marks];
}

function lines({ label, details }: DiagramNode, x: number, y: number, height: number, labelClass = "label"): string[] {
  const total = card.labelLine + details.length * card.line;
  let middle = y + (height - total) / 2 + card.labelLine / 2;
  const written = [element("text", { class: labelClass, x, y: round(middle + font.label * baseline) }, escaped(label))];
  middle += (card.labelLine - card.line) / 2;
  for (const detail of details) {
    middle += card.line;
    written.push(element("text", { class: "detail", x, y: round(middle + font.small * baseline) }, escaped(detail)));
  }
  return written;
}

function iconTile(kind: Kind, { x, y }: Point): string[] {
  const size = card.icon;
  const back = element("rect", { x, y, width: size, height: size, rx: radius.tile });
  const inner = size - 10;
  return [
    element("g", { class: `tile ${toneOf(kind)}` }, back, drawnIcon(kind, { x: x + 5, y: y + 5 }, inner, "icon")),
  ];
}

export function drawnIcon(kind: Kind, { x, y }: Point, size: number, kindOfIcon: string): string {
  const path = icons[kind];
  if (path === undefined) return "";
  return element("path", { class: kindOfIcon, d: path, transform: `translate(${x} ${y}) scale(${round(size / 24)})` });
}

/** What happens to a box, at its upper right corner: `+3 ~1`. */
function badge(rect: Rect, tally: Tally | undefined): string[] {
  const action = worst(tally);
  if (tally === undefined || action === undefined) return [];
  return [badgeAt(tallyText(tally), action, rect.x + rect.width - 6, rect.y - 10)];
}

/** A chip is all text: what happens to it is a sign on its left end. */
function chipBadge({ x, y, height }: Rect, tally: Tally | undefined): string[] {
  const action = worst(tally);
  if (action === undefined) return [];
  const { symbol } = changeMarks[action];
  const size = 15;
  const back = { x: x - size / 2, y: y + height / 2 - size / 2, width: size, height: size };
  return [badgeOf(symbol, action, back)];
}

export function tallyText(tally: Tally): string {
  return changeActions
    .flatMap((action) => (tally[action] === 0 ? [] : [`${changeMarks[action].symbol}${tally[action]}`]))
    .join(" ");
}

export const badgeWidth = (text: string) => textWidth(text, font.small, "bold") + 12;

/** @param right its right end */
export function badgeAt(text: string, action: ChangeAction, right: number, y: number): string {
  const width = badgeWidth(text);
  return badgeOf(text, action, { x: right - width, y, width, height: 19 });
}

function badgeOf(text: string, action: ChangeAction, rect: Rect): string {
  return element(
    "g",
    { class: `badge ${action}` },
    element("rect", { ...rect, rx: rect.height / 2 }),
    element("text", { class: "middle", ...centred(rect) }, escaped(text)),
  );
}

/** What a box is drawn from, shown while the pointer rests on it. */
function tooltip(label: string, resources: readonly Place[]): string {
  const shown = resources.slice(0, 12).map(({ stack, address }) => `${stack}: ${address}`);
  const more = resources.length > shown.length ? [`and ${resources.length - shown.length} more`] : [];
  return element("title", {}, escaped([label, ...shown, ...more].join("\n")));
}

export function way({ id }: DiagramEdge, { ways }: Layout): string {
  const points = ways.get(id);
  const [end, before] = [points?.at(-1), points?.at(-2)];
  if (points === undefined || end === undefined || before === undefined) return "";
  return (
    element("path", { class: "way", d: roundedPath(points) }) + element("path", { class: "tip", d: tip(before, end) })
  );
}

/** Straight lines, with bends rounded as far as the pieces are long enough. */
function roundedPath(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const bend = Math.min(radius.way, distance(before, point) / 2, distance(point, after) / 2);
      const [from, to] = [towards(point, before, bend), towards(point, after, bend)];
      return `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`;
    })
    .join("");
}

/** The head of an arrow that ends at `end`. */
function tip(before: Point, end: Point): string {
  const [length, half] = [9, 4];
  const base = towards(end, before, length);
  const [dx, dy] = before.x === end.x ? [half, 0] : [0, half];
  return `M${end.x} ${end.y}L${round(base.x + dx)} ${round(base.y + dy)}L${round(base.x - dx)} ${round(base.y - dy)}Z`;
}

const distance = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  return { x: round(from.x + Math.sign(to.x - from.x) * by), y: round(from.y + Math.sign(to.y - from.y) * by) };
}

export function edgeLabel({ id, label }: DiagramEdge, { labels }: Layout): string {
  const rect = labels.get(id);
  if (rect === undefined || label === undefined) return "";
  const { x, y, width, height } = rect;
  return (
    element("rect", { class: "pill", x, y, width, height, rx: height / 2 }) +
    element("text", { class: "detail middle", ...centred(rect) }, escaped(label))
  );
}

/** Two digits after the point are enough for a picture, and the same on every machine. */
const round = (value: number) => Math.round(value * 100) / 100;
