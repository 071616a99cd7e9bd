/** A diagram in the making: boxes claim resources, what nobody claims goes to the box it belongs beside. */
import { keyOf, type Landscape, type Resource } from "./landscape";
import type { DiagramEdge, DiagramGroup, DiagramNode, Place } from "./model";

type NewNode = Omit<DiagramNode, "resources" | "details" | "shape"> &
  Partial<Pick<DiagramNode, "details" | "shape">> & { readonly resources: readonly Resource[] };
type NewGroup = Omit<DiagramGroup, "resources" | "head"> &
  Partial<Pick<DiagramGroup, "head">> & { readonly resources: readonly Resource[] };

/**
 * Types that stand for a whole stack: what lies beside nothing in its stack goes to the box of the first of these that
 * the stack has.
 */
const homes = [
  "aws_vpc",
  "aws_ecs_service",
  "aws_ecs_cluster",
  "aws_cloudfront_distribution",
  "aws_ecr_repository",
  "aws_cloudwatch_dashboard",
  "aws_db_instance",
];

export class Sketch {
  readonly groups: DiagramGroup[] = [];
  readonly nodes: DiagramNode[] = [];
  readonly edges: DiagramEdge[] = [];
  /** Resource -> id of its box. */
  private readonly owners = new Map<string, string>();
  private readonly claimed: Resource[] = [];
  /** Box -> its resources; the boxes hold the same lists. */
  private readonly places = new Map<string, Place[]>();

  constructor(readonly land: Landscape) {}

  /** Adds a box, unless nothing is there to draw it from and it lies inside. */
  node({ resources, details = [], shape = "card", ...box }: NewNode): void {
    if (resources.length === 0 && box.isOutside !== true) return;
    this.nodes.push({ ...box, details, shape, resources: this.claim(box.id, resources) });
  }

  /** Adds a group; one without resources stands for what lies in it. */
  group({ resources, head = "top", ...box }: NewGroup): void {
    this.groups.push({ ...box, head, resources: this.claim(box.id, resources) });
  }

  /** Adds a group that only keeps what lies in it together, from top to bottom. */
  frame(id: string, more: { readonly parent?: string; readonly column?: string } = {}): void {
    this.group({ id, kind: "frame", label: "", detail: "", flow: "down", isHidden: true, resources: [], ...more });
  }

  /** Adds an arrow, when both ends are there. */
  edge(from: string | undefined, to: string | undefined, label?: string): void {
    if (from === undefined || to === undefined || from === to) return;
    const id = `${from}-to-${to}`;
    const isThere = (box: string) => [...this.nodes, ...this.groups].some((other) => other.id === box);
    if (!isThere(from) || !isThere(to) || this.edges.some((edge) => edge.id === id)) return;
    this.edges.push({ id, from, to, ...(label === undefined ? {} : { label }) });
  }

  /** Id of the box that a resource belongs to. */
  boxOf(resource: Resource): string | undefined {
    return this.owners.get(keyOf(resource));
  }

  /** Resources of a box. */
  resourcesOf(id: string): Resource[] {
    return this.land.resources.filter((resource) => this.boxOf(resource) === id);
  }

  isClaimed(resource: Resource): boolean {
    return this.owners.has(keyOf(resource));
  }

  /**
   * Gives every resource that no box claimed to one: to the box of what lies nearest in the construct tree, or else to
   * the one that stands for its stack.
   */
  settle(): void {
    const claimed = [...this.claimed];
    for (const resource of this.land.resources) {
      if (this.isClaimed(resource)) continue;
      const near = claimed
        .filter(({ stack }) => stack === resource.stack)
        .map((other) => ({ other, depth: shared(other.path, resource.path) }))
        .filter(({ depth }) => depth > 1)
        .sort((a, b) => b.depth - a.depth)[0]?.other;
      const owner = near ?? this.home(resource.stack, claimed);
      if (owner !== undefined) this.give(this.boxOf(owner), resource);
    }
  }

  private home(stack: string, claimed: readonly Resource[]): Resource | undefined {
    const own = claimed.filter((resource) => resource.stack === stack);
    return homes.flatMap((type) => own.filter((resource) => resource.type === type))[0] ?? own[0];
  }

  private claim(box: string, resources: readonly Resource[]): readonly Place[] {
    this.places.set(box, []);
    for (const resource of resources) this.give(box, resource);
    this.claimed.push(...resources);
    return this.places.get(box) ?? [];
  }

  private give(box: string | undefined, resource: Resource): void {
    if (box === undefined) return;
    this.owners.set(keyOf(resource), box);
    this.places.get(box)?.push({ stack: resource.stack, address: resource.address });
  }
}

/** How many steps two places in the construct tree share from the root; the last step of each is its own. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs === -1 ? left.length : differs;
}
