/** Finds room for the labels of arrows: on the arrow, where nothing else is. */
import { contains, overlap, type Block, type Point, type Rect } from "./geometry";
import { labelSize, type Size } from "./metrics";
import type { Diagram } from "./model";

/** Where on a piece of an arrow its label may be, as parts of the piece, the best first. */
const places = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9];
/** Least room between a label and what it is not about. */
const clearance = 1;
/** Between a box and the label of a short arrow that starts there. */
const startGap = 4;

type Placed = Pick<Block, "boxes" | "heads" | "ways">;

export function placeLabels(diagram: Diagram, placed: Placed): ReadonlyMap<string, Rect> {
  const labels = new Map<string, Rect>();
  for (const { id, label } of diagram.edges) {
    const way = placed.ways.get(id);
    if (label === undefined || way === undefined) continue;
    const free = candidates(way, labelSize(label)).find((rect) => isFree(rect, id, diagram, placed, labels));
    if (free !== undefined) labels.set(id, free);
  }
  return labels;
}

/** The longest piece first; a label covers no bend. */
function candidates(way: readonly Point[], { width, height }: Size): Rect[] {
  const pieces = way.slice(1).map((end, index) => ({ start: way[index] ?? end, end }));
  const length = ({ start, end }: (typeof pieces)[number]) => Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  return pieces
    .filter((piece) => length(piece) >= (piece.start.x === piece.end.x ? height : width) + 2 * clearance)
    .sort((a, b) => length(b) - length(a))
    .flatMap(({ start, end }) =>
      [beside(length({ start, end }), start.x === end.x ? height : width), ...places].map((part) => ({
        x: Math.round(start.x + (end.x - start.x) * part - width / 2),
        y: Math.round(start.y + (end.y - start.y) * part - height / 2),
        width,
        height,
      })),
    );
}

/** Near the start of a short piece, so that the head of the arrow shows; in the middle of a long one. */
function beside(length: number, size: number): number {
  return length < size + 45 ? (startGap + size / 2) / length : 0.5;
}

function isFree(
  rect: Rect,
  edge: string,
  diagram: Diagram,
  placed: Placed,
  labels: ReadonlyMap<string, Rect>,
): boolean {
  const wide = grown(rect, clearance);
  const groups = new Map(diagram.groups.map((group) => [group.id, group]));
  for (const [id, box] of placed.boxes) {
    const group = groups.get(id);
    // Inside a group or outside of it, but not on its border.
    if (group?.isHidden === true || (group !== undefined && group.flow !== "grid" && contains(box, wide))) continue;
    if (overlap(box, wide)) return false;
  }
  const others = [...placed.heads.values(), ...labels.values()];
  if (others.some((other) => overlap(other, wide))) return false;
  return [...placed.ways].every(([id, way]) => id === edge || !crosses(way, wide));
}

function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** Whether an arrow touches a box. */
export function crosses(way: readonly Point[], rect: Rect): boolean {
  return way.slice(1).some((end, index) => {
    const start = way[index] ?? end;
    const [x, y] = [Math.min(start.x, end.x), Math.min(start.y, end.y)];
    return overlap(rect, {
      x: x - 0.5,
      y: y - 0.5,
      width: Math.abs(end.x - start.x) + 1,
      height: Math.abs(end.y - start.y) + 1,
    });
  });
}
