/** Cards of one size, side by side and in rows. */
import type { Block, Rect } from "./geometry";
import { gridColumns, group as groupMetrics, nodeSize, type Size } from "./metrics";
import type { DiagramNode } from "./model";

/** Sizes of cards; those of one column are equally wide. */
export function equalWidths(cards: readonly DiagramNode[]): Size[] {
  const sizes = cards.map(nodeSize);
  const widest = (column: string) =>
    Math.max(...cards.flatMap((card, index) => (card.column === column ? (sizes[index]?.width ?? 0) : [])));
  return cards.map((card, index) => {
    const size = sizes[index] ?? nodeSize(card);
    return card.column === undefined ? size : { ...size, width: widest(card.column) };
  });
}

/** Equal cards in rows, in their order. */
export function placeGrid(cards: readonly DiagramNode[]): Block {
  const sizes = equalWidths(cards);
  const width = Math.max(0, ...sizes.map((size) => size.width));
  const height = Math.max(0, ...sizes.map((size) => size.height));
  const { padding, gridGap } = groupMetrics;
  const columns = gridColumns(cards.length, width);
  const place = (index: number): Rect => ({
    x: padding + (index % columns) * (width + gridGap),
    y: padding + Math.floor(index / columns) * (height + gridGap),
    width,
    height,
  });
  const rows = Math.ceil(cards.length / columns);
  return {
    width: 2 * padding + columns * (width + gridGap) - gridGap,
    height: 2 * padding + rows * (height + gridGap) - gridGap,
    boxes: new Map(cards.map(({ id }, index) => [id, place(index)])),
    heads: new Map(),
    ways: new Map(),
    ports: [],
  };
}
