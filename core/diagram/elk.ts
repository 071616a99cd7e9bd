/** One level of boxes and arrows, placed by the Eclipse Layout Kernel: layered, arrows at right angles. */
import type { ELK as Elk, ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api";
import type { Point, Port, Rect, Side } from "./geometry";
import { group as groupMetrics, type Size } from "./metrics";

/** One end of an arrow: a box, or a port on the border of a box or of the level itself. */
export interface End {
  /** Undefined for the level. */
  readonly box?: string;
  readonly side?: Side;
}

export interface LevelArrow {
  readonly id: string;
  readonly from: End;
  readonly to: End;
}

export interface LevelBox extends Size {
  readonly id: string;
  /** Ports that are where they are. */
  readonly ports: readonly Port[];
}

export interface Level {
  readonly flow: "right" | "down";
  /** Without room at its borders. */
  readonly isBare: boolean;
  readonly boxes: readonly LevelBox[];
  readonly arrows: readonly LevelArrow[];
  /** Pairs of boxes of which one is to be centred below the other. */
  readonly aligned: readonly (readonly [string, string])[];
}

export interface PlacedLevel extends Size {
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly ways: ReadonlyMap<string, readonly Point[]>;
  readonly ports: readonly Port[];
}

const level = "level";

/** Lies in no box of the picture: ids of boxes have no space. */
const portId = (box: string, arrow: string) => `${box} ${arrow}`;

export async function placeLevel({ flow, isBare, boxes, arrows, aligned }: Level): Promise<PlacedLevel> {
  const padding = isBare ? 0 : groupMetrics.padding;
  const between = 36;
  const children = boxes.map((box) => elkBox(box, aligned));
  const ports = new Set(children.flatMap((child) => (child.ports ?? []).map(({ id }) => id)));
  const node: ElkNode = {
    id: level,
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": flow === "right" ? "RIGHT" : "DOWN",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.padding": `[top=${padding},left=${padding},bottom=${padding},right=${padding}]`,
      "elk.portConstraints": "FIXED_SIDE",
      "elk.separateConnectedComponents": "false",
      "elk.spacing.nodeNode": String(isBare ? 26 : 14),
      "elk.spacing.edgeNode": "14",
      "elk.spacing.edgeEdge": "13",
      "elk.spacing.portPort": "13",
      "elk.layered.spacing.nodeNodeBetweenLayers": String(between),
      "elk.layered.spacing.edgeNodeBetweenLayers": "14",
      "elk.layered.spacing.edgeEdgeBetweenLayers": isBare ? "24" : "14",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
      "elk.layered.nodePlacement.favorStraightEdges": "true",
      "elk.layered.crossingMinimization.forceNodeModelOrder": "true",
      "elk.randomSeed": "1",
    },
    ports: arrows.flatMap(({ id, from, to }) =>
      [from, to].flatMap(({ box, side }) =>
        box === undefined && side !== undefined ? [portOf(portId(level, id), side)] : [],
      ),
    ),
    children,
    edges: [...arrows.map((arrow) => elkEdge(arrow, ports)), ...aligned.map(spine)],
  };
  const placed = await (
    await elk()
  ).layout({ id: "root", layoutOptions: { "elk.algorithm": "fixed" }, children: [node] });
  return read(placed.children?.[0] ?? node, arrows);
}

/** The layout kernel is 1.6 MB: loaded when something is drawn. */
async function elk(): Promise<Elk> {
  const { default: Kernel } = await import("elkjs/lib/elk.bundled.js");
  return new Kernel();
}

const portOf = (id: string, side: Side): ElkPort => ({
  id,
  width: 0,
  height: 0,
  layoutOptions: { "elk.port.side": side },
});

function elkBox(box: LevelBox, aligned: Level["aligned"]): ElkNode {
  const { id, width, height } = box;
  const centre = (side: "NORTH" | "SOUTH") => ({
    ...portOf(portId(id, side), side),
    x: Math.round(width / 2),
    y: side === "NORTH" ? 0 : height,
  });
  const spines = aligned.flatMap(([above, below]) =>
    above === id ? [centre("SOUTH")] : below === id ? [centre("NORTH")] : [],
  );
  const fixed = box.ports.map((port) => ({ ...portOf(portId(id, port.edge), port.side), x: port.x, y: port.y }));
  return {
    id,
    width,
    height,
    ports: [...fixed, ...spines],
    layoutOptions: {
      "elk.alignment": "TOP",
      "elk.portConstraints": fixed.length + spines.length > 0 ? "FIXED_POS" : "FREE",
    },
  };
}

/** An arrow that is not drawn and that must be straight. */
function spine([above, below]: readonly [string, string]): ElkExtendedEdge {
  return {
    id: portId(above, below),
    sources: [portId(above, "SOUTH")],
    targets: [portId(below, "NORTH")],
    layoutOptions: { "elk.layered.priority.straightness": "1000", "elk.layered.priority.shortness": "1000" },
  };
}

function elkEdge({ id, from, to }: LevelArrow, ports: ReadonlySet<string>): ElkExtendedEdge {
  const end = ({ box }: End) =>
    box === undefined ? portId(level, id) : ports.has(portId(box, id)) ? portId(box, id) : box;
  return { id, sources: [end(from)], targets: [end(to)] };
}

function read({ children = [], edges = [], ports = [], width, height }: ElkNode, arrows: readonly LevelArrow[]) {
  const rect = (box: Partial<Rect>): Rect => ({
    x: Math.round(box.x ?? 0),
    y: Math.round(box.y ?? 0),
    width: Math.round(box.width ?? 0),
    height: Math.round(box.height ?? 0),
  });
  const point = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });
  return {
    width: Math.ceil(width ?? 0),
    height: Math.ceil(height ?? 0),
    boxes: new Map(children.map((child) => [child.id, rect(child)])),
    ways: new Map(
      edges
        .filter(({ id }) => arrows.some((arrow) => arrow.id === id))
        .map(({ id, sections = [] }) => {
          const way = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
            [startPoint, ...bendPoints, endPoint].map(point),
          );
          return [id, way];
        }),
    ),
    ports: ports.map((port): Port => {
      const edge = port.id.slice(level.length + 1);
      const side = arrows
        .flatMap(({ id, from, to }) => (id === edge ? [from, to] : []))
        .find(({ box }) => box === undefined);
      return { ...point({ x: port.x ?? 0, y: port.y ?? 0 }), edge, side: side?.side ?? "EAST" };
    }),
  };
}
