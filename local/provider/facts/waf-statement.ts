import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeName, TypeSpec } from "../schema/model";

type Attributes = Readonly<Record<string, AttributeSchema>>;
type Blocks = Readonly<Record<string, NestedBlockSchema>>;

const of = (type: TypeSpec) => ({
  required: { type, required: true } as AttributeSchema,
  optional: { type, optional: true } as AttributeSchema,
  computed: { type, optional: true, computed: true } as AttributeSchema,
});
const string = of("string");
const number = of("number");
const bool = of("bool");
const strings = of(["list", "string"]);
const stringSet = of(["set", "string"]);
const numberSet = of(["set", "number"]);

const block = (attributes: Attributes = {}, blocks: Blocks = {}): BlockSchema => ({ attributes, blocks });
const list = (minItems: number, maxItems: number, inner: BlockSchema): NestedBlockSchema => ({
  nesting: "list",
  minItems,
  maxItems,
  block: inner,
});
const set = (minItems: number, inner: BlockSchema): NestedBlockSchema => ({
  nesting: "set",
  minItems,
  maxItems: 0,
  block: inner,
});
const atMostOne = (inner: BlockSchema) => list(0, 1, inner);
const exactlyOne = (inner: BlockSchema) => list(1, 1, inner);

const empty = atMostOne(block());
const named = atMostOne(block({ name: string.required }));
const fallback = atMostOne(block({ fallback_behavior: string.required }));
const textTransformations = set(1, block({ priority: number.required, type: string.required }));
const matchPattern = (attributes: Attributes) => block(attributes, { all: empty });

const fieldToMatch = atMostOne(
  block(
    {},
    {
      all_query_arguments: empty,
      body: atMostOne(block({ oversize_handling: string.optional })),
      cookies: atMostOne(
        block(
          { match_scope: string.required, oversize_handling: string.required },
          {
            match_pattern: list(
              1,
              0,
              matchPattern({ excluded_cookies: strings.optional, included_cookies: strings.optional }),
            ),
          },
        ),
      ),
      header_order: list(0, 0, block({ oversize_handling: string.required })),
      headers: list(
        0,
        0,
        block(
          { match_scope: string.required, oversize_handling: string.required },
          {
            match_pattern: exactlyOne(
              matchPattern({ excluded_headers: strings.optional, included_headers: strings.optional }),
            ),
          },
        ),
      ),
      ja3_fingerprint: fallback,
      ja4_fingerprint: fallback,
      json_body: atMostOne(
        block(
          {
            invalid_fallback_behavior: string.optional,
            match_scope: string.required,
            oversize_handling: string.optional,
          },
          { match_pattern: exactlyOne(matchPattern({ included_paths: strings.optional })) },
        ),
      ),
      method: empty,
      query_string: empty,
      single_header: named,
      single_query_argument: named,
      uri_fragment: atMostOne(block({ fallback_behavior: string.computed })),
      uri_path: empty,
    },
  ),
);

const forwardedIp = { fallback_behavior: string.required, header_name: string.required };
const forwardedIpConfig = atMostOne(block(forwardedIp));
const matching = (attributes: Attributes = {}) =>
  atMostOne(block(attributes, { field_to_match: fieldToMatch, text_transformation: textTransformations }));

/** Statements that look at the request themselves. */
const matches: Blocks = {
  asn_match_statement: atMostOne(
    block({ asn_list: of(["list", "number"]).required }, { forwarded_ip_config: forwardedIpConfig }),
  ),
  byte_match_statement: matching({ positional_constraint: string.required, search_string: string.required }),
  geo_match_statement: atMostOne(
    block({ country_codes: strings.required }, { forwarded_ip_config: forwardedIpConfig }),
  ),
  ip_set_reference_statement: atMostOne(
    block(
      { arn: string.required },
      { ip_set_forwarded_ip_config: atMostOne(block({ ...forwardedIp, position: string.required })) },
    ),
  ),
  label_match_statement: atMostOne(block({ key: string.required, scope: string.required })),
  regex_match_statement: matching({ regex_string: string.required }),
  regex_pattern_set_reference_statement: matching({ arn: string.required }),
  size_constraint_statement: matching({ comparison_operator: string.required, size: number.required }),
  sqli_match_statement: matching({ sensitivity_level: string.optional }),
  xss_match_statement: matching(),
};

/** `and`, `or` and `not` hold statements in turn, to a fixed depth. */
function nestable(depth: number): Blocks {
  if (depth === 0) return matches;
  const operands = atMostOne(block({}, { statement: list(1, 0, block({}, nestable(depth - 1))) }));
  return { ...matches, and_statement: operands, not_statement: operands, or_statement: operands };
}

const scopeDown = atMostOne(block({}, nestable(2)));

const headers = (minItems: number) => set(minItems, block({ name: string.required, value: string.required }));
const insertHeaders = atMostOne(
  block({}, { custom_request_handling: atMostOne(block({}, { insert_header: headers(1) })) }),
);
const ruleActionOverride = list(
  0,
  100,
  block(
    { name: string.required },
    {
      action_to_use: exactlyOne(
        block(
          {},
          {
            allow: insertHeaders,
            block: atMostOne(
              block(
                {},
                {
                  custom_response: atMostOne(
                    block(
                      { custom_response_body_key: string.optional, response_code: number.required },
                      { response_header: headers(0) },
                    ),
                  ),
                },
              ),
            ),
            captcha: insertHeaders,
            challenge: insertHeaders,
            count: insertHeaders,
          },
        ),
      ),
    },
  ),
);

const identifier = block({ identifier: string.required });
const identifiers = atMostOne(block({ identifiers: strings.required }));
const responseInspection = atMostOne(
  block(
    {},
    {
      body_contains: atMostOne(block({ failure_strings: stringSet.required, success_strings: stringSet.required })),
      header: atMostOne(
        block({ failure_values: stringSet.required, name: string.required, success_values: stringSet.required }),
      ),
      json: atMostOne(
        block({ failure_values: stringSet.required, identifier: string.required, success_values: stringSet.required }),
      ),
      status_code: atMostOne(block({ failure_codes: numberSet.required, success_codes: numberSet.required })),
    },
  ),
);

const managedRuleGroupConfigs = list(
  0,
  0,
  block(
    { login_path: string.optional, payload_type: string.optional },
    {
      aws_managed_rules_acfp_rule_set: atMostOne(
        block(
          {
            creation_path: string.required,
            enable_regex_in_path: bool.computed,
            registration_page_path: string.required,
          },
          {
            request_inspection: exactlyOne(
              block(
                { payload_type: string.required },
                {
                  address_fields: identifiers,
                  email_field: atMostOne(identifier),
                  password_field: atMostOne(identifier),
                  phone_number_fields: identifiers,
                  username_field: atMostOne(identifier),
                },
              ),
            ),
            response_inspection: responseInspection,
          },
        ),
      ),
      aws_managed_rules_atp_rule_set: atMostOne(
        block(
          { enable_regex_in_path: bool.computed, login_path: string.required },
          {
            request_inspection: atMostOne(
              block(
                { payload_type: string.required },
                { password_field: exactlyOne(identifier), username_field: exactlyOne(identifier) },
              ),
            ),
            response_inspection: responseInspection,
          },
        ),
      ),
      aws_managed_rules_bot_control_rule_set: atMostOne(
        block({ enable_machine_learning: bool.optional, inspection_level: string.required }),
      ),
      password_field: atMostOne(identifier),
      username_field: atMostOne(identifier),
    },
  ),
);

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
