/** The architecture as it is synthesized: what is not in the stacks is not in the picture. */
import { bundle } from "./bundle";
import { Landscape, text, type StackDocuments } from "./landscape";
import type { Diagram } from "./model";
import { computeArrows, computeBoxes } from "./parts/compute";
import { dataArrows, dataBoxes } from "./parts/data";
import { deliveryArrows, deliveryBoxes, registryBoxes, stateBoxes } from "./parts/delivery";
import { edgeArrows, edgeBoxes } from "./parts/edge";
import { networkArrows, networkBoxes } from "./parts/network";
import { observabilityArrows, observabilityBoxes } from "./parts/observability";
import { Sketch } from "./sketch";

export interface ArchitectureContext {
  /** Name of the environment. */
  readonly environment: string;
  readonly region: string;
}

/**
 * @param stacks stack -> its Terraform JSON; every resource in it belongs to one box of the picture
 */
export function architecture(stacks: StackDocuments, { environment, region }: ArchitectureContext): Diagram {
  const sketch = new Sketch(new Landscape(stacks));
  for (const row of ["top", "middle", "bottom"]) sketch.frame(row, { column: "row" });
  sketch.frame("entry", { parent: "top" });
  sketch.frame("delivery", { parent: "top" });
  // Boxes of one column are placed in this order, from top to bottom.
  edgeBoxes(sketch);
  registryBoxes(sketch);
  deliveryBoxes(sketch);
  stateBoxes(sketch);
  networkBoxes(sketch);
  computeBoxes(sketch);
  dataBoxes(sketch);
  observabilityBoxes(sketch);
  everywhere(sketch);
  sketch.settle();

  edgeArrows(sketch);
  computeArrows(sketch);
  deliveryArrows(sketch);
  networkArrows(sketch);
  dataArrows(sketch);
  observabilityArrows(sketch);
  const { nodes, edges } = sketch;
  const isNeeded = (id: string): boolean =>
    nodes.some(({ parent }) => parent === id) ||
    sketch.groups.some((group) => group.parent === id && isNeeded(group.id));
  const groups = sketch.groups.filter(({ id }) => isNeeded(id));
  const diagram = bundle({
    title: `SMART360 ${environment}`,
    subtitle: `AWS ${region}, drawn from the synthesized stacks`,
    description: "",
    groups,
    nodes,
    edges,
    legend: [],
  });
  return { ...diagram, description: describe(diagram) };
}

/** What lies under everything else and has no arrows: at the foot of the picture. */
function everywhere(sketch: Sketch): void {
  const { land } = sketch;
  const chip = { shape: "chip" } as const;
  const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  const keys = land.all("aws_kms_key");
  sketch.node({
    ...chip,
    id: "keys",
    kind: "key",
    label: counted(keys.length, "KMS key", "KMS keys"),
    resources: keys,
  });
  const logs = land.all("aws_s3_bucket").filter((bucket) => !sketch.isClaimed(bucket));
  const buckets = counted(logs.length, "bucket of access logs", "buckets of access logs");
  sketch.node({ ...chip, id: "access-logs", kind: "files", label: buckets, resources: logs });
  const certificates = land.all("aws_acm_certificate");
  const domain = text(certificates[0], "domain_name") ?? "";
  sketch.node({ ...chip, id: "certificate", kind: "secrets", label: `Certificate ${domain}`, resources: certificates });
  const records = land.all("aws_route53_record");
  const dns = counted(records.length, "DNS record", "DNS records");
  sketch.node({ ...chip, id: "dns", kind: "endpoint", label: dns, resources: records });
}

/** Every arrow as a sentence. */
function describe({ nodes, groups, edges }: Diagram): string {
  const name = (id: string) => [...nodes, ...groups].find((box) => box.id === id)?.label ?? id;
  const arrows = edges.map(({ from, to, label }) =>
    label === undefined ? `${name(from)} to ${name(to)}` : `${name(from)} to ${name(to)} (${label})`,
  );
  return `Boxes and arrows: ${arrows.join("; ")}.`;
}
