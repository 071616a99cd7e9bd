import { atMostOne, block, bool, exactlyOne, list, number, numberSet, set, string, stringSet, strings } from "./kit";

const headers = (minItems: number) => set(minItems, block({ name: string.required, value: string.required }));
const insertHeaders = atMostOne(
  block({}, { custom_request_handling: atMostOne(block({}, { insert_header: headers(1) })) }),
);
export const ruleActionOverride = list(
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

export const managedRuleGroupConfigs = list(
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
      // 6.x, from the provider's documentation
      aws_managed_rules_anti_ddos_rule_set: atMostOne(
        block(
          { sensitivity_to_block: string.optional },
          {
            client_side_action_config: exactlyOne(
              block(
                {},
                {
                  challenge: exactlyOne(
                    block(
                      { sensitivity: string.optional, usage_of_action: string.required },
                      { exempt_uri_regular_expression: list(0, 5, block({ regex_string: string.optional })) },
                    ),
                  ),
                },
              ),
            ),
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
