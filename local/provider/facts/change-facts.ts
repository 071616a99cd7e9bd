import type { TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { equal, isList } from "../values/value";

/** When a computed attribute, that the configuration leaves out, is known only after apply. */
export interface OpenOnChange {
  readonly attribute: string;
  /** Arguments whose change opens it; `any`: all but those in `except`. */
  readonly on: "any" | readonly string[];
  /** Arguments that do not open it. @default none */
  readonly except?: readonly string[];
  /** An argument that has to be true for it. @default none */
  readonly when?: string;
}

const ofObject = ["acl", "force_destroy", "tags", "tags_all"];
const ofTemplate = ["default_version", "description", "name", "name_prefix", "update_default_version"];

/**
 * Computed attributes that really change with an update, by type; all others keep their value in the plan.
 *
 * Source: the attributes that provider 5.100.0 plans as unknown when each argument is changed, added and removed
 * (PlanResourceChange, asked offline with made-up values).
 */
export const openOnChange: Readonly<Record<TypeName, readonly OpenOnChange[]>> = {
  aws_cloudfront_key_value_store: [
    { attribute: "etag", on: "any" },
    { attribute: "last_modified_time", on: "any" },
  ],
  aws_cloudfront_vpc_origin: [{ attribute: "etag", on: "any" }],
  aws_dynamodb_table: [{ attribute: "stream_arn", on: ["stream_enabled", "stream_view_type"] }],
  aws_elasticache_replication_group: [
    { attribute: "member_clusters", on: ["num_cache_clusters", "num_node_groups", "replicas_per_node_group"] },
  ],
  aws_launch_template: [
    { attribute: "latest_version", on: "any", except: ofTemplate },
    { attribute: "default_version", on: "any", except: ofTemplate, when: "update_default_version" },
    { attribute: "default_version", on: ["update_default_version"], when: "update_default_version" },
  ],
  aws_lb: [
    { attribute: "subnets", on: ["subnet_mapping"] },
    { attribute: "subnet_mapping", on: ["subnets"] },
  ],
  aws_nat_gateway: [
    { attribute: "secondary_private_ip_address_count", on: ["secondary_allocation_ids"] },
    { attribute: "secondary_private_ip_addresses", on: ["secondary_allocation_ids"] },
  ],
  aws_s3_object: [{ attribute: "version_id", on: "any", except: ofObject }],
  aws_ssm_document: [
    ...["default_version", "document_version", "hash", "latest_version", "parameter"].map((attribute) => ({
      attribute,
      on: ["content"],
    })),
  ],
  aws_ssm_parameter: [
    { attribute: "has_value_wo", on: ["value_wo_version"] },
    { attribute: "insecure_value", on: ["value"] },
    { attribute: "value", on: ["insecure_value"] },
    { attribute: "version", on: ["value"] },
  ],
  aws_vpc: [
    { attribute: "ipv6_association_id", on: ["assign_generated_ipv6_cidr_block"] },
    { attribute: "ipv6_cidr_block", on: ["assign_generated_ipv6_cidr_block"] },
  ],
};

/** Whether a change of a resource is of a certain kind. */
type Case = (prior: ObjectValue, planned: ObjectValue) => boolean;
type Cases = Readonly<Record<TypeName, Readonly<Record<string, Case>>>>;

/**
 * Arguments of the replacement table that can, in a certain situation, be changed in place.
 *
 * Source: provider documentation of `force_new_deployment` and of `transit_encryption_enabled`.
 */
export const changedInPlace: Cases = {
  aws_ecs_service: {
    capacity_provider_strategy: (prior, planned) =>
      planned["force_new_deployment"] === true &&
      [prior, planned].every(({ capacity_provider_strategy: items }) => isList(items) && items.length > 0),
  },
  aws_elasticache_replication_group: {
    transit_encryption_enabled: (_, { engine_version: version }) => !isOlder(version, "7.0.5"),
  },
};

/**
 * Arguments whose change replaces the resource in a certain situation only.
 *
 * Source: provider documentation of `engine_version`: ElastiCache goes to a newer version in place, not back.
 */
export const replacedWhen: Cases = {
  aws_elasticache_replication_group: {
    engine_version: (prior, planned) => isOlder(planned["engine_version"], prior["engine_version"]),
  },
};

/** Whether version `a` comes before `b`; of what is not known, nothing is said. */
function isOlder(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  const differing = left?.findIndex((part, index) => part !== (right?.[index] ?? 0)) ?? -1;
  return differing !== -1 && (left?.[differing] ?? 0) < (right?.[differing] ?? 0);
}

/** Attributes that hold a JSON document: AWS keeps what it says, not how it is laid out. */
export const semanticJson: ReadonlySet<string> = new Set([
  "assume_role_policy",
  "container_definitions",
  "dashboard_body",
  "event_pattern",
  "policy",
  "policy_document",
]);

/** The attributes of a type that an update, given by the names of the arguments that change, leaves open. */
export function openedBy(type: TypeName, changed: ReadonlySet<string>, planned: ObjectValue): string[] {
  return (openOnChange[type] ?? [])
    .filter(({ when }) => when === undefined || planned[when] === true)
    .filter(({ on, except = [] }) =>
      on === "any" ? [...changed].some((name) => !except.includes(name)) : on.some((name) => changed.has(name)),
    )
    .map(({ attribute }) => attribute);
}

/** The names of the arguments in which two states differ. */
export function changedNames(prior: ObjectValue, planned: ObjectValue): Set<string> {
  return new Set(Object.keys(planned).filter((name) => !equal(prior[name] ?? null, planned[name] ?? null)));
}
