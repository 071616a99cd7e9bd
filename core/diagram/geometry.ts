/** Points, boxes and what is placed in a box: plain numbers, the origin at the top left. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export type Side = "NORTH" | "EAST" | "SOUTH" | "WEST";

/** Where an arrow crosses the border of a group. */
export interface Port extends Point {
  readonly edge: string;
  readonly side: Side;
}

/** A group, or the canvas, with everything in it placed; coordinates are its own. */
export interface Block {
  readonly width: number;
  readonly height: number;
  /** Box -> where it is. */
  readonly boxes: ReadonlyMap<string, Rect>;
  /** Group -> where its label is. */
  readonly heads: ReadonlyMap<string, Rect>;
  /** Arrow -> its way, or as much of it as lies in the block. */
  readonly ways: ReadonlyMap<string, readonly Point[]>;
  readonly ports: readonly Port[];
}

const moved = <P extends Point>(point: P, dx: number, dy: number): P => ({
  ...point,
  x: point.x + dx,
  y: point.y + dy,
});

/** Each value of a map as `change` makes it. */
export function mapped<V, W>(map: ReadonlyMap<string, V>, change: (value: V, key: string) => W): Map<string, W> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}

export function movedBlock(block: Block, dx: number, dy: number): Block {
  const move = <P extends Point>(point: P) => moved(point, dx, dy);
  return {
    ...block,
    boxes: mapped(block.boxes, move),
    heads: mapped(block.heads, move),
    ways: mapped(block.ways, (way) => way.map(move)),
    ports: block.ports.map(move),
  };
}

/** Room added at the sides of a block. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The block with room around what is in it; its ports stay on its border, and ways go on to them. */
export function framed(block: Block, { left, right, top, bottom }: Margins): Block {
  const inner = movedBlock(block, left, top);
  const width = block.width + left + right;
  const height = block.height + top + bottom;
  const border = {
    NORTH: (port: Port) => ({ ...port, y: 0 }),
    SOUTH: (port: Port) => ({ ...port, y: height }),
    WEST: (port: Port) => ({ ...port, x: 0 }),
    EAST: (port: Port) => ({ ...port, x: width }),
  };
  const ways = new Map(inner.ways);
  const ports = inner.ports.map((port) => {
    const outer = border[port.side](port);
    const isAt = (point: Point) => point.x === port.x && point.y === port.y;
    const way = ways.get(port.edge);
    if (way !== undefined)
      ways.set(
        port.edge,
        way.map((point, index) =>
          (index === 0 || index === way.length - 1) && isAt(point) ? { x: outer.x, y: outer.y } : point,
        ),
      );
    return outer;
  });
  return { ...inner, width, height, ways, ports };
}

/** Without points that change nothing. */
export function simplified(way: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of way) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isStraight) kept.pop();
    kept.push({ x: point.x, y: point.y });
  }
  return kept;
}

/** Whether two boxes have more than a border in common. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether `inner` lies in `outer`, borders included. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The block, at least so wide; what is in it stays in the middle. */
export function widened(block: Block, width: number): Block {
  const room = Math.max(0, width - block.width);
  const left = Math.floor(room / 2);
  return framed(block, { left, right: room - left, top: 0, bottom: 0 });
}

/** The ways of a level, with those in its blocks that lead up to them and away from them. */
export function joined(
  blocks: readonly Block[],
  own: ReadonlyMap<string, readonly Point[]>,
): Map<string, readonly Point[]> {
  const ways = new Map(blocks.flatMap((block) => [...block.ways]));
  for (const [edge, way] of own) {
    const meets = (point: Point | undefined, other: Point | undefined) =>
      point !== undefined && other !== undefined && point.x === other.x && point.y === other.y;
    const parts = blocks.flatMap((block) => [block.ways.get(edge) ?? []]);
    const before = parts.find((part) => meets(part.at(-1), way[0])) ?? [];
    const after = parts.find((part) => part !== before && meets(part[0], way.at(-1))) ?? [];
    ways.set(edge, [...before, ...way, ...after]);
  }
  return ways;
}
