/** Where requests come in: viewers, firewall, distribution, the frontend's bucket. */
import { texts, type Resource } from "../landscape";
import type { Sketch } from "../sketch";

/** A longer domain would make the picture too wide to be read; the certificate names it too. */
const longestAlias = 26;

export function edgeBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const distributions = land.all("aws_cloudfront_distribution");
  if (distributions.length === 0) return;
  const firewalls = land.all("aws_wafv2_web_acl");
  const rules = firewalls.flatMap(({ arguments: { rule } }) => (Array.isArray(rule) ? rule : []));
  const aliases = distributions.flatMap(({ arguments: { aliases: names } }) => texts(names));

  sketch.node({
    id: "users",
    kind: "users",
    label: "Users",
    details: ["browsers"],
    isOutside: true,
    parent: "entry",
    column: "entry",
    resources: [],
  });
  sketch.node({
    parent: "entry",
    column: "entry",
    id: "firewall",
    kind: "firewall",
    label: "WAF",
    details: [`${rules.length} rules`],
    resources: firewalls,
  });
  sketch.node({
    parent: "entry",
    column: "entry",
    id: "distribution",
    kind: "distribution",
    label: "CloudFront",
    details: aliases.filter(({ length }) => length <= longestAlias).slice(0, 1),
    resources: distributions,
  });
  sketch.node({
    id: "frontend",
    parent: "middle",
    kind: "files",
    label: "Frontend",
    details: ["S3, pages"],
    resources: frontendBuckets(sketch, distributions),
  });
}

/** Buckets that a distribution has as an origin. */
function frontendBuckets({ land }: Sketch, distributions: readonly Resource[]): Resource[] {
  const used = distributions.flatMap(({ arguments: { origin }, stack }) => land.uses(origin, stack));
  return used.filter(({ type }) => type === "aws_s3_bucket");
}

export function edgeArrows(sketch: Sketch): void {
  const { land } = sketch;
  for (const distribution of land.all("aws_cloudfront_distribution")) {
    const guarded = land
      .uses(distribution.arguments["web_acl_id"], distribution.stack)
      .find(({ type }) => type === "aws_wafv2_web_acl");
    if (guarded === undefined) sketch.edge("users", "distribution", "HTTPS");
    else {
      sketch.edge("users", "firewall", "HTTPS");
      sketch.edge("firewall", "distribution");
    }
    for (const { id, resource } of origins(sketch, distribution)) {
      const box = sketch.boxOf(resource);
      if (resource.type === "aws_s3_bucket") sketch.edge("distribution", box);
      if (resource.type === "aws_lb") sketch.edge("distribution", box, pathOf(distribution, id));
    }
  }
}

/** What the origins of a distribution are: buckets, and load balancers behind VPC origins. */
function origins({ land }: Sketch, distribution: Resource): { readonly id: string; readonly resource: Resource }[] {
  const { origin } = distribution.arguments;
  return (Array.isArray(origin) ? (origin as Record<string, unknown>[]) : []).flatMap((one) => {
    const used = land.uses(one, distribution.stack);
    const behind = used
      .filter(({ type }) => type === "aws_cloudfront_vpc_origin")
      .flatMap((vpcOrigin) => land.uses(vpcOrigin.arguments, vpcOrigin.stack));
    const id = one["origin_id"];
    return [...used, ...behind].map((resource) => ({ id: typeof id === "string" ? id : "", resource }));
  });
}

/** The path pattern that a distribution sends to an origin; undefined for its default. */
function pathOf(distribution: Resource, origin: string): string | undefined {
  const { ordered_cache_behavior: behaviours } = distribution.arguments;
  const found = (Array.isArray(behaviours) ? (behaviours as Record<string, unknown>[]) : []).find(
    ({ target_origin_id: target }) => target === origin,
  );
  const pattern = found?.["path_pattern"];
  return typeof pattern === "string" ? pattern : undefined;
}
