import type { TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { equal, isList, isObject, unknown } from "../values/value";

/** Values that follow from others, in place of those that were planned. `prior` is null for what is new. */
export type Derive = (planned: ObjectValue, prior: ObjectValue | null) => ObjectValue;

/**
 * What the provider works out by itself in the plan, by type.
 *
 * Source: the planned state of provider 5.100.0 for the edits that `smart360 truth` makes.
 */
export const derivedFacts: Readonly<Record<TypeName, Derive>> = {
  /** ACM counts the domain among the alternative names, and each name is to be validated. */
  aws_acm_certificate(planned, prior) {
    const { domain_name: domain, subject_alternative_names: others, validation_method: method } = planned;
    if (typeof domain !== "string") return {};
    const names = [...new Set([...(isList(others) ? others : []), domain])].sort();
    if (prior !== null && equal(names, prior["subject_alternative_names"] ?? null))
      return { subject_alternative_names: names };
    const options = names.map((name) => ({
      domain_name: name,
      resource_record_name: unknown,
      resource_record_type: unknown,
      resource_record_value: unknown,
    }));
    return { subject_alternative_names: names, ...(method === "DNS" ? { domain_validation_options: options } : {}) };
  },

  /** What is meant for the other kind of load balancer is left out. */
  aws_lb({ load_balancer_type: kind, ...planned }) {
    if (kind !== "network") return {};
    const left = Object.fromEntries(ofApplicationLoadBalancers.map((name) => [name, null]));
    return {
      ...left,
      dns_record_client_routing_policy: planned["dns_record_client_routing_policy"] ?? "any_availability_zone",
      enable_cross_zone_load_balancing: planned["enable_cross_zone_load_balancing"] ?? false,
    };
  },

  /** What is meant for a kind of action is looked at in an action of that kind only. */
  aws_lb_listener_rule({ action: actions }, prior) {
    const before = isList(prior?.["action"]) ? prior["action"] : [];
    if (!isList(actions)) return {};
    return {
      action: actions.map((action, index) => {
        const old = before[index];
        if (!isObject(action) || !isObject(old) || action["type"] === "forward") return action;
        return { ...action, target_group_arn: old["target_group_arn"] ?? null };
      }),
    };
  },

  aws_route53_record({ name }) {
    return typeof name === "string" ? { name: name.toLowerCase().replace(/\.$/, "") } : {};
  },

  /** AWS answers the tier that it chose. */
  aws_ssm_parameter({ tier }, prior) {
    return tier === "Intelligent-Tiering" && prior !== null ? { tier: prior["tier"] as Value } : {};
  },
};

const ofApplicationLoadBalancers = [
  "client_keep_alive",
  "desync_mitigation_mode",
  "drop_invalid_header_fields",
  "enable_http2",
  "enable_tls_version_and_cipher_suite_headers",
  "enable_waf_fail_open",
  "enable_xff_client_port",
  "idle_timeout",
  "preserve_host_header",
  "xff_header_processing_mode",
];
