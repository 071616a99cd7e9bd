/**
 * Places a diagram. Every group is laid out by itself, the inner ones first, so that each can flow in its own direction;
 * an arrow that crosses borders is laid out piece by piece, from port to port.
 */
import { mapped, movedBlock, simplified, type Block, type Rect } from "./geometry";
import { placeLabels } from "./labels";
import { canvas, chip, font, nodeSize } from "./metrics";
import type { Diagram, DiagramNode } from "./model";
import { Placing } from "./placing";
import { textWidth } from "./text";

/** Where everything of a diagram is; absolute. */
export interface Layout extends Omit<Block, "ports"> {
  /** Arrow -> where its label is. One that has no room for its label is missing. */
  readonly labels: ReadonlyMap<string, Rect>;
  /** Top of the legend. */
  readonly legendY: number;
}

/** Lines of the legend that follow the picture. */
export interface LayoutOptions {
  readonly legendLines?: number;
}

export async function layOut(diagram: Diagram, { legendLines = 0 }: LayoutOptions = {}): Promise<Layout> {
  const content = await new Placing(diagram).canvas();
  const { left, top } = canvas;
  const block = movedBlock(content, left, top);
  const titles = [textWidth(diagram.title, font.title, "bold"), textWidth(diagram.subtitle, font.small, "normal")];
  const width = Math.max(content.width + 2 * left, ...titles.map((title) => title + 2 * left), canvas.leastWidth);
  const chips = diagram.nodes.filter(({ parent, shape }) => parent === undefined && shape === "chip");
  const { boxes: foot, bottom } = placeFoot(chips, width, top + content.height + canvas.footGap);
  const ways = mapped(block.ways, simplified);
  const boxes = new Map([...block.boxes, ...foot]);
  const placed = { width, boxes, heads: block.heads, ways };
  const legendY = chips.length === 0 ? top + content.height + canvas.footGap : bottom;
  const height = legendY + legendLines * canvas.legendLine + canvas.bottom;
  return { ...placed, height, legendY, labels: placeLabels(diagram, placed) };
}

/** Chips at the foot of the picture, in rows. */
function placeFoot(chips: readonly DiagramNode[], width: number, top: number) {
  const boxes = new Map<string, Rect>();
  let [x, y] = [canvas.left, top];
  for (const node of chips) {
    const size = nodeSize(node);
    if (x > canvas.left && x + size.width > width - canvas.left) [x, y] = [canvas.left, y + size.height + chip.gap];
    boxes.set(node.id, { x, y, ...size });
    x += size.width + chip.gap;
  }
  return { boxes, bottom: y + chip.height + canvas.footGap };
}
