/** Places boxes and arrows: a level for every group, the inner ones first. */
import { placeLevel, type End, type LevelArrow, type LevelBox } from "./elk";
import { joined, movedBlock, widened, type Block, type Port, type Side } from "./geometry";
import { equalWidths, placeGrid } from "./grid";
import { addHead, headWidthOf } from "./head";
import { nodeSize } from "./metrics";
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode } from "./model";

export class Placing {
  constructor(private readonly diagram: Diagram) {}

  async canvas(): Promise<Block> {
    return this.level(undefined, "down");
  }

  private cards(parent: string | undefined): readonly DiagramNode[] {
    return this.diagram.nodes.filter((node) => node.parent === parent && node.shape === "card");
  }

  /** Groups that contain a box, the innermost first. */
  private ancestors(id: string): string[] {
    const { parent } = [...this.diagram.nodes, ...this.diagram.groups].find((box) => box.id === id) ?? {};
    return parent === undefined ? [] : [parent, ...this.ancestors(parent)];
  }

  /** What lies in a group, without its head. */
  private async content(group: DiagramGroup): Promise<Block> {
    return group.flow === "grid" ? placeGrid(this.cards(group.id)) : this.level(group.id, group.flow);
  }

  private async level(id: string | undefined, flow: "right" | "down"): Promise<Block> {
    const blocks = await this.blocks(id);
    const cards = this.cards(id);
    const sizes = equalWidths(cards);
    const boxes: LevelBox[] = [
      ...cards.map((card, index) => ({ id: card.id, ports: [], ...(sizes[index] ?? nodeSize(card)) })),
      ...[...blocks].map(([child, { width, height, ports }]) => ({ id: child, width, height, ports })),
    ];
    const arrows = this.diagram.edges.flatMap((edge) => this.arrowAt(id, edge) ?? []);
    const isBare = this.diagram.groups.find((group) => group.id === id)?.isHidden ?? id === undefined;
    const placed = await placeLevel({
      flow,
      isBare,
      boxes: this.withFreePorts(boxes, arrows),
      arrows,
      aligned: this.aligned(id),
    });

    const inside = [...blocks].map(([child, block]) => {
      const { x, y } = placed.boxes.get(child) ?? { x: 0, y: 0 };
      return movedBlock(block, x, y);
    });
    const all = <V>(of: (block: Block) => ReadonlyMap<string, V>, own: ReadonlyMap<string, V>) =>
      new Map([...inside.flatMap((block) => [...of(block)]), ...own]);
    return {
      width: placed.width,
      height: placed.height,
      ports: placed.ports,
      boxes: all(({ boxes: of }) => of, placed.boxes),
      heads: all(({ heads }) => heads, new Map()),
      ways: joined(inside, placed.ways),
    };
  }

  /** The groups in a group, each with its head; those of one column equally wide. */
  private async blocks(parent: string | undefined): Promise<Map<string, Block>> {
    const groups = this.diagram.groups.filter((group) => group.parent === parent);
    const headed: { group: DiagramGroup; block: Block; withHead: (block: Block) => Block }[] = [];
    for (const group of groups) {
      const chips = this.diagram.nodes.filter((node) => node.parent === group.id && node.shape === "chip");
      const content = await this.content(group);
      const withHead = (block: Block) => (group.isHidden === true ? block : addHead(block, group, chips));
      headed.push({ group, block: widened(content, headWidthOf(group, chips, content.width)), withHead });
    }
    return new Map(
      headed.map(({ group, block, withHead }) => {
        const column = headed.filter((other) => other.group.column === group.column && group.column !== undefined);
        const width = Math.max(0, ...column.map((other) => other.withHead(other.block).width));
        const missing = width - withHead(block).width;
        return [group.id, withHead(missing > 0 ? widened(block, block.width + missing) : block)];
      }),
    );
  }

  /** Groups of a level that are centred below each other: those of one column. */
  private aligned(parent: string | undefined): readonly (readonly [string, string])[] {
    const groups = this.diagram.groups.filter((group) => group.parent === parent && group.column !== undefined);
    return groups.slice(1).map((group, index) => [groups[index]?.id ?? group.id, group.id] as const);
  }

  /**
   * The layout takes either all ports of a box or none as they are. So arrows to and from a group as such get ports
   * too: left of those that lead inside, straight above or below the other end where there is one.
   */
  private withFreePorts(boxes: readonly LevelBox[], arrows: readonly LevelArrow[]): LevelBox[] {
    return boxes.map((box) => {
      if (box.ports.length === 0) return box;
      const free = (side: Side, own: (arrow: LevelArrow) => End, other: (arrow: LevelArrow) => End): Port[] => {
        const edges = arrows.filter((arrow) => own(arrow).box === box.id && own(arrow).side === undefined);
        const first = Math.min(box.width, ...box.ports.filter((port) => port.side === side).map(({ x }) => x));
        const step = first / (edges.length + 1);
        return edges.map((edge, index) => {
          const opposite = boxes.find(({ id }) => id === other(edge).box);
          const port = opposite?.ports.find((one) => one.edge === edge.id);
          const straight = port === undefined ? undefined : port.x + (box.width - (opposite?.width ?? 0)) / 2;
          const x = straight !== undefined && straight > 0 && straight < first ? straight : step * (index + 1);
          return { edge: edge.id, side, x: Math.round(x), y: side === "SOUTH" ? box.height : 0 };
        });
      };
      const [from, to] = [(arrow: LevelArrow) => arrow.from, (arrow: LevelArrow) => arrow.to];
      return { ...box, ports: [...box.ports, ...free("SOUTH", from, to), ...free("NORTH", to, from)] };
    });
  }

  /** The piece of an arrow that lies in a group, outside the groups in it; undefined when there is none. */
  private arrowAt(id: string | undefined, edge: DiagramEdge): LevelArrow | undefined {
    const [from, to] = [edge.from, edge.to].map((box) => [box, ...this.ancestors(box)]) as [string[], string[]];
    const meeting = from.slice(1).find((group) => to.slice(1).includes(group));
    const flow = this.diagram.groups.find((group) => group.id === meeting)?.flow === "right" ? "right" : "down";
    const [fromSide, toSide]: [Side, Side] = flow === "down" ? ["SOUTH", "NORTH"] : ["EAST", "WEST"];
    const end = (chain: readonly string[], side: Side): End | undefined => {
      const at = id === undefined ? chain.length : chain.indexOf(id);
      if (at < 1) return undefined;
      const box = chain[at - 1];
      return { ...(box === undefined ? {} : { box }), ...(at > 1 ? { side } : {}) };
    };
    if (id === meeting) {
      const [start, finish] = [end(from, fromSide), end(to, toSide)];
      if (start === undefined || finish === undefined) return undefined;
      return { id: edge.id, from: start, to: finish };
    }
    const [start, finish] = [end(from, fromSide), end(to, toSide)];
    // Above where the two ends meet, the arrow lies inside a box.
    if (start !== undefined && finish !== undefined) return undefined;
    if (start !== undefined) return { id: edge.id, from: start, to: { side: fromSide } };
    if (finish !== undefined) return { id: edge.id, from: { side: toSide }, to: finish };
    return undefined;
  }
}
