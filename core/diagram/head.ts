/** The head of a group: its label, and chips for what is in it and has no arrows. */
import { framed, type Block, type Rect } from "./geometry";
import { chip, font, group as groupMetrics, headWidth, nodeSize } from "./metrics";
import type { DiagramGroup, DiagramNode } from "./model";

/** Between the border and the chips of a head. */
const inset = 5;
/** So much wider a group may get to save a line of its head. */
const saving = 45;

function headSize(group: DiagramGroup, chips: readonly DiagramNode[]) {
  const label = headWidth(group) + 2 * groupMetrics.padding;
  const row = chips.reduce((sum, node) => sum + chip.gap + nodeSize(node).width, 0);
  return { label, row: row - chip.gap + 2 * groupMetrics.padding, oneLine: label + row };
}

/** Width that the content of a group needs for the head above or below it. */
export function headWidthOf(group: DiagramGroup, chips: readonly DiagramNode[], contentWidth: number): number {
  if (group.isHidden === true || group.head === "left") return 0;
  const { label, row, oneLine } = headSize(group, chips);
  if (oneLine <= contentWidth + saving) return oneLine;
  return Math.max(label, chips.length > 2 ? 0 : row);
}

/** The block of a group with its head on it. */
export function addHead(content: Block, group: DiagramGroup, chips: readonly DiagramNode[]): Block {
  if (group.head === "left") return addLeftHead(content, group, chips);
  const rows = chipRows(content.width, group, chips);
  const isBeside = headSize(group, chips).oneLine <= content.width;
  const extra = isBeside ? rows.length - 1 : rows.length;
  const height = groupMetrics.head + Math.max(0, extra) * (chip.height + inset);
  // The padding of the content is room enough on that side of it.
  const gain = height - groupMetrics.padding + 4;
  const isTop = group.head === "top";
  const block = framed(content, { left: 0, right: 0, top: isTop ? gain : 0, bottom: isTop ? 0 : gain });
  const top = isTop ? 0 : block.height - height;
  const boxes = new Map(block.boxes);
  const first = top + (isBeside ? inset : groupMetrics.head - inset);
  rows.forEach((row, index) => {
    let x = groupMetrics.padding + (isBeside ? headWidth(group) + chip.gap : 0);
    for (const node of row) {
      const { width } = nodeSize(node);
      boxes.set(node.id, { x, y: first + index * (chip.height + inset), width, height: chip.height });
      x += width + chip.gap;
    }
  });
  const label: Rect = { x: groupMetrics.padding, y: top + 8, width: headWidth(group), height: font.label + 4 };
  return { ...block, boxes, heads: new Map(block.heads).set(group.id, label) };
}

/** Label and chips one below the other, beside the content. */
function addLeftHead(content: Block, group: DiagramGroup, chips: readonly DiagramNode[]): Block {
  const { padding } = groupMetrics;
  const width = Math.max(headWidth(group), ...chips.map((node) => nodeSize(node).width));
  const block = framed(content, { left: width + padding, right: 0, top: 0, bottom: 0 });
  const boxes = new Map(block.boxes);
  chips.forEach((node, index) => {
    const y = groupMetrics.head + index * (chip.height + chip.gap);
    boxes.set(node.id, { x: padding, y, width: nodeSize(node).width, height: chip.height });
  });
  const label: Rect = { x: padding, y: 9, width: headWidth(group), height: font.label + 4 };
  return { ...block, boxes, heads: new Map(block.heads).set(group.id, label) };
}

/** Chips in rows that fit; beside the label there is room for one. */
function chipRows(width: number, group: DiagramGroup, chips: readonly DiagramNode[]): DiagramNode[][] {
  if (headSize(group, chips).oneLine <= width) return chips.length === 0 ? [] : [[...chips]];
  const room = width - 2 * groupMetrics.padding;
  const rows: DiagramNode[][] = [];
  let used = room;
  for (const node of chips) {
    const own = nodeSize(node).width;
    used += chip.gap + own;
    if (used > room) {
      rows.push([]);
      used = own;
    }
    rows.at(-1)?.push(node);
  }
  return rows;
}
