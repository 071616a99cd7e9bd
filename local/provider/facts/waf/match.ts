import type { Attributes, Blocks } from "./kit";
import {
  atMostOne,
  block,
  empty,
  exactlyOne,
  fallback,
  list,
  named,
  of,
  string,
  number,
  strings,
  textTransformations,
} from "./kit";

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
export const forwardedIpConfig = atMostOne(block(forwardedIp));
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
export function nestable(depth: number): Blocks {
  if (depth === 0) return matches;
  const operands = atMostOne(block({}, { statement: list(1, 0, block({}, nestable(depth - 1))) }));
  return { ...matches, and_statement: operands, not_statement: operands, or_statement: operands };
}

export const scopeDown = atMostOne(block({}, nestable(2)));
