import type { NestedBlockSchema, TypeName } from "../../schema/model";
import type { Blocks } from "./kit";
import { atMostOne, block, empty, exactlyOne, fallback, list, number, string, textTransformations } from "./kit";
import { managedRuleGroupConfigs, ruleActionOverride } from "./managed-rules";
import { forwardedIpConfig, nestable, scopeDown } from "./match";

const keyed = atMostOne(block({ name: string.required }, { text_transformation: textTransformations }));
const transformed = atMostOne(block({}, { text_transformation: textTransformations }));
const rateBased = atMostOne(
  block(
    { aggregate_key_type: string.optional, evaluation_window_sec: number.optional, limit: number.required },
    {
      custom_key: list(
        0,
        5,
        block(
          {},
          {
            cookie: keyed,
            forwarded_ip: empty,
            header: keyed,
            http_method: empty,
            ip: empty,
            ja3_fingerprint: fallback,
            ja4_fingerprint: fallback,
            label_namespace: atMostOne(block({ namespace: string.required })),
            query_argument: keyed,
            query_string: transformed,
            uri_path: transformed,
          },
        ),
      ),
      forwarded_ip_config: forwardedIpConfig,
      scope_down_statement: scopeDown,
    },
  ),
);

const ruleGroupStatement: Blocks = { ...nestable(3), rate_based_statement: rateBased };

/**
 * The block `rule.statement` of the types that have one.
 *
 * Source: the schema that provider 5.100.0 reports (`terraform providers schema -json`).
 */
export const wafStatements: Readonly<Record<TypeName, NestedBlockSchema>> = {
  aws_wafv2_rule_group: exactlyOne(block({}, ruleGroupStatement)),
  aws_wafv2_web_acl: exactlyOne(
    block(
      {},
      {
        ...ruleGroupStatement,
        managed_rule_group_statement: atMostOne(
          block(
            { name: string.required, vendor_name: string.required, version: string.optional },
            {
              managed_rule_group_configs: managedRuleGroupConfigs,
              rule_action_override: ruleActionOverride,
              scope_down_statement: scopeDown,
            },
          ),
        ),
        rule_group_reference_statement: atMostOne(
          block({ arn: string.required }, { rule_action_override: ruleActionOverride }),
        ),
      },
    ),
  ),
};
