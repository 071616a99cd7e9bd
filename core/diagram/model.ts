/**
 * A picture before it is laid out: boxes, boxes of boxes, arrows. `architecture` makes one of synthesized stacks;
 * `layOut` places it; `renderSvg` and `renderDrawio` write it.
 */

/** A resource by its place: `stack` and Terraform's address inside it. */
export interface Place {
  readonly stack: string;
  readonly address: string;
}

/** What a box shows: chooses the icon and the colour. */
export type Kind =
  | "cache"
  | "ci"
  | "cluster"
  | "collector"
  | "database"
  | "distribution"
  | "endpoint"
  | "files"
  | "firewall"
  | "frame"
  | "gateway"
  | "isolated"
  | "key"
  | "load-balancer"
  | "logs"
  | "nat"
  | "observability"
  | "parameters"
  | "private"
  | "public"
  | "registry"
  | "repository"
  | "secrets"
  | "service"
  | "services"
  | "signoz"
  | "stack"
  | "state"
  | "subnet"
  | "table"
  | "topic"
  | "users"
  | "vpc";

interface Box {
  /** Unique in the diagram, and the same as long as what it shows is there. */
  readonly id: string;
  readonly kind: Kind;
  readonly label: string;
  /** The group it lies in; the canvas without one. */
  readonly parent?: string;
  /** What it is drawn from. In the architecture never empty, and each resource belongs to one box. */
  readonly resources: readonly Place[];
  /** Boxes of the same column get the same width; groups of one are centred below each other. */
  readonly column?: string;
}

export interface DiagramNode extends Box {
  /** Lines under the label. */
  readonly details: readonly string[];
  /** `chip`: one line in the head of its group, or at the foot of the picture. No arrow touches it. */
  readonly shape: "card" | "chip";
  /** Not this platform's to change: drawn dashed. */
  readonly isOutside?: true;
  /** Small icons: what sets it apart from its neighbours. */
  readonly marks?: readonly Kind[];
}

export interface DiagramGroup extends Box {
  /** One line after the label. */
  readonly detail: string;
  /** In which direction its arrows go; `grid`: no arrow touches its members, they go to and from the group. */
  readonly flow: "right" | "down" | "grid";
  /** Arrows that several of its members have, to or from the same box, are drawn once, to or from the group. */
  readonly isOne?: true;
  /** Has no border, no label, no arrows: it keeps what lies in it together. */
  readonly isHidden?: true;
  /** Where its label and its chips are: where no arrow crosses them. */
  readonly head: "top" | "bottom" | "left";
}

export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export interface Diagram {
  readonly title: string;
  readonly subtitle: string;
  /** In words, for whoever cannot see it. */
  readonly description: string;
  readonly groups: readonly DiagramGroup[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** What marks mean, where there are any. */
  readonly legend: readonly { readonly kind: Kind; readonly text: string }[];
}
