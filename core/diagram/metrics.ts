/** Sizes of everything in the picture, in its own units (pixels at full size). */
import type { DiagramGroup, DiagramNode } from "./model";
import { textWidth } from "./text";

export const font = { title: 20, label: 14, small: 13 } as const;

export const card = { padding: 9, icon: 28, iconGap: 9, line: 17, labelLine: 18 } as const;
/** A card without an icon: one of many in a grid. */
export const tile = { padding: 12, label: 13, mark: 16, markGap: 5 } as const;
export const chip = { height: 24, padding: 9, gap: 8 } as const;
export const group = { padding: 14, head: 34, gridGap: 10 } as const;

/** What is around the placed boxes: a title above, chips and a legend below. */
export const canvas = { left: 24, top: 84, bottom: 20, footGap: 22, legendLine: 26, leastWidth: 560 } as const;

/** Between an arrow's label and what is beside it. */
const edgeLabel = { height: 18, padding: 5 } as const;

/** Widest grid: what keeps the picture's text readable when it is shown 1,000 pixels wide. */
const gridWidth = 510;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const isTile = ({ kind, shape }: DiagramNode) => shape === "card" && kind === "service";

export function nodeSize(node: DiagramNode): Size {
  if (node.shape === "chip")
    return { width: textWidth(node.label, font.small, "normal") + 2 * chip.padding, height: chip.height };
  const details = node.details.map((line) => textWidth(line, font.small, "normal"));
  const label = textWidth(node.label, isTile(node) ? tile.label : font.label, "bold");
  if (isTile(node)) {
    const marks = (node.marks ?? []).length * (tile.mark + tile.markGap);
    const width = Math.max(label, (details[0] ?? 0) + (marks === 0 ? 0 : marks + tile.markGap)) + 2 * tile.padding;
    return { width, height: card.labelLine + card.line + 2 * (tile.padding - 3) };
  }
  const text = Math.max(label, ...details);
  const lines = card.labelLine + details.length * card.line;
  return {
    width: 2 * card.padding + card.icon + card.iconGap + text,
    height: Math.max(lines, card.icon) + 2 * card.padding,
  };
}

/** How many columns a grid of `count` equal boxes gets. */
export function gridColumns(count: number, width: number): number {
  const fitting = Math.max(1, Math.floor((gridWidth + group.gridGap) / (width + group.gridGap)));
  const rows = Math.ceil(count / fitting);
  return Math.max(1, Math.ceil(count / rows));
}

/** Width that the label of a group takes, its detail included. */
export function headWidth({ label, detail }: DiagramGroup): number {
  const gap = detail === "" ? 0 : 8 + textWidth(detail, font.small, "normal");
  return textWidth(label, font.label, "bold") + gap;
}

export function labelSize(label: string): Size {
  return { width: textWidth(label, font.small, "normal") + 2 * edgeLabel.padding, height: edgeLabel.height };
}
