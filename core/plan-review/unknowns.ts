/** Values that are known after apply only, where it matters what they will be. */
import type { ChangedResource } from "./changed-resource";
import { statefulType } from "./facts/stateful";
import { guardsOf } from "./facts/guards";
import type { RiskyUnknown } from "./review";
import { member, Unknown } from "./values/value";

/** Type -> arguments, and what is then not known. */
const risky: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_ecr_lifecycle_policy: { policy: "which images it deletes is known after apply only" },
  aws_iam_policy: { policy: "what it allows is known after apply only" },
  aws_iam_role: { assume_role_policy: "who may take the role is known after apply only" },
  aws_iam_role_policy: { policy: "what it allows is known after apply only" },
  aws_iam_user_policy: { policy: "what it allows is known after apply only" },
  aws_kms_key: { policy: "who may use the key is known after apply only" },
  aws_s3_bucket_lifecycle_configuration: { rule: "which objects it deletes is known after apply only" },
  aws_s3_bucket_policy: { policy: "who may reach the bucket is known after apply only" },
  aws_security_group_rule: {
    cidr_blocks: "whom the rule admits is known after apply only",
  },
  aws_vpc_security_group_egress_rule: {
    cidr_ipv4: "where the rule leads is known after apply only",
    cidr_ipv6: "where the rule leads is known after apply only",
  },
  aws_vpc_security_group_ingress_rule: {
    cidr_ipv4: "whom the rule admits is known after apply only",
    cidr_ipv6: "whom the rule admits is known after apply only",
  },
  aws_security_group: {
    ingress: "whom it admits is known after apply only",
    egress: "where it lets out is known after apply only",
  },
};

export function riskyUnknowns(resource: ChangedResource): RiskyUnknown[] {
  const { action, place, after } = resource;
  if (action !== "create" && action !== "update" && action !== "replace") return [];
  const found = new Map<string, RiskyUnknown>();
  const tell = (path: readonly string[], sentence: string) => found.set(path.join("."), { place, path, sentence });

  for (const [argument, sentence] of Object.entries(Object.hasOwn(risky, place.type) ? (risky[place.type] ?? {}) : {}))
    if (member(after, argument) instanceof Unknown && resource.sets(argument) !== false) tell([argument], sentence);
  if (action === "create") return [...found.values()];

  if (statefulType(place.type) !== undefined)
    for (const { path, after: value, forcesReplacement } of resource.deltas)
      if (forcesReplacement && value instanceof Unknown)
        tell(path, "it forces the replacement, though its value may turn out to be the same");
  for (const { argument } of guardsOf(place.type)) {
    const delta = resource.deltas.find((candidate) => candidate.argument === argument);
    if (delta?.after instanceof Unknown && delta.noise === undefined)
      tell(delta.path, "whether this guard of data stays on is known after apply only");
  }
  return [...found.values()];
}
