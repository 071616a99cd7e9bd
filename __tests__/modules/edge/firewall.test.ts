import { describe, expect, it } from "vitest";
import { type EdgeSettings, wafRules, type WafRule } from "../../../core/environment/edge";
import { wafCapacity } from "../../../core/environment/waf-capacity";
import { Firewall, type FirewallProps } from "../../../modules/edge/firewall";
import { testEnvironment } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const edge = (changes: Partial<EdgeSettings> = {}): EdgeSettings => testEnvironment({ edge: changes }).edge;

const synthesize = (change: ChangeProps<FirewallProps> = () => ({})) =>
  Template.of((stack) => {
    new Firewall(stack, "Firewall", {
      name: "test",
      settings: edge(),
      logRetentionDays: 365,
      logKeyArn: "arn:key",
      ...change(stack),
    });
  });

const acl = "aws_wafv2_web_acl";
const withSettings = (changes: Partial<EdgeSettings>) => synthesize(() => ({ settings: edge(changes) }));

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly statement: Statement;
}
type Statement = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const rulesOf = (template: Template) => template.only(acl).rule as readonly Rule[];
const metrics = (metric_name: string) => ({
  visibility_config: { metric_name, cloudwatch_metrics_enabled: true, sampled_requests_enabled: true },
});

/**
 * Capacity as AWS counts it, read from the rules themselves.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const wcuOfGroup: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesAdminProtectionRuleSet: 100,
};

function wcuOf(statement: Statement): number {
  const [kind, body] = Object.entries(statement)[0] ?? [];
  const inner = [(body?.["statement"] ?? []) as Statement | readonly Statement[]].flat() as Statement[];
  switch (kind) {
    case "managed_rule_group_statement":
      return wcuOfGroup[String(body?.["name"])] ?? NaN;
    case "rate_based_statement":
      return 2;
    case "label_match_statement":
      return 1;
    case "byte_match_statement":
      return body?.["positional_constraint"] === "STARTS_WITH" ? 2 : NaN;
    case "and_statement":
    case "or_statement":
    case "not_statement":
      return inner.reduce((sum, each) => sum + wcuOf(each), 0);
    default:
      return NaN;
  }
}

const extraGroups: EdgeSettings["extraRuleGroups"] = ["linux", "posix", "anonymous-ip", "admin-protection"];
const combinations = [...Array(2 ** extraGroups.length).keys()].flatMap((bits) =>
  [0, 1, 10].map((paths) =>
    edge({
      extraRuleGroups: extraGroups.filter((_, index) => (bits >> index) % 2 === 1),
      uploadPaths: Array.from({ length: paths }, (_, index) => `/api/upload-${index}/`),
    }),
  ),
);
const title = ({ extraRuleGroups, uploadPaths }: EdgeSettings) =>
  `${extraRuleGroups.join(", ") || "no group more"}; ${uploadPaths.length} upload paths`;
const titled = (settings: readonly EdgeSettings[]) => settings.map((each) => [title(each), each] as const);
const fitting = combinations.filter((each) => wafCapacity(each) <= 1_500);
const tooMany = combinations.filter((each) => wafCapacity(each) > 1_500);
const refused: readonly (readonly [title: string, wcu: number])[] = [
  ["linux, posix, admin-protection; 0 upload paths", 1_527],
  ["linux, posix, admin-protection; 1 upload paths", 1_530],
  ["linux, posix, admin-protection; 10 upload paths", 1_548],
  ["linux, posix, anonymous-ip, admin-protection; 0 upload paths", 1_577],
  ["linux, posix, anonymous-ip, admin-protection; 1 upload paths", 1_580],
  ["linux, posix, anonymous-ip, admin-protection; 10 upload paths", 1_598],
];

describe("Firewall", () => {
  const template = synthesize();

  it("creates the web ACL and its log", () => {
    expect(template.inventory).toEqual({
      [acl]: 1,
      aws_wafv2_web_acl_logging_configuration: 1,
      aws_cloudwatch_log_group: 1,
    });
  });

  describe("defaults", () => {
    it("stand before CloudFront, and let through what no rule blocks", () => {
      expect(template.only(acl)).toMatchObject({
        scope: "CLOUDFRONT",
        default_action: { allow: {} },
        ...metrics("test"),
      });
    });

    it("ask the rate limit, then AWS' groups from the cheap to the dear, each blocking and measured", () => {
      const group = (name: string, priority: number, managed: string) => ({
        name,
        priority,
        override_action: { none: {} },
        statement: { managed_rule_group_statement: { vendor_name: "AWS", name: managed } },
        ...metrics(name),
      });
      expect(rulesOf(template)).toEqual([
        {
          name: "rate-limit",
          priority: 0,
          action: { block: {} },
          statement: { rate_based_statement: { limit: 2_000, aggregate_key_type: "IP", evaluation_window_sec: 300 } },
          ...metrics("rate-limit"),
        },
        group("ip-reputation", 1, "AWSManagedRulesAmazonIpReputationList"),
        group("known-bad-inputs", 2, "AWSManagedRulesKnownBadInputsRuleSet"),
        group("sql-injection", 3, "AWSManagedRulesSQLiRuleSet"),
        group("web-exploits", 4, "AWSManagedRulesCommonRuleSet"),
      ]);
    });

    it("log all requests, without tokens and cookies", () => {
      expect(template.only("aws_wafv2_web_acl_logging_configuration")).toEqual({
        resource_arn: template.reference(acl, "arn"),
        log_destination_configs: [template.reference("aws_cloudwatch_log_group", "arn")],
        redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
      });
    });
  });

  describeOptions<FirewallProps>(synthesize, {
    name: { to: () => "other", type: acl, gives: { name: "other", ...metrics("other") } },
    settings: {
      to: () => edge({ requestsPerFiveMinutes: 100 }),
      type: acl,
      gives: {
        rule: [
          {
            statement: {
              rate_based_statement: { limit: 100, aggregate_key_type: "IP", evaluation_window_sec: 300 },
            },
          },
          ...Array.from({ length: 4 }, () => ({})),
        ],
      },
    },
    logRetentionDays: { to: () => 7, type: "aws_cloudwatch_log_group", gives: { retention_in_days: 7 } },
    logKeyArn: { to: () => "arn:other", type: "aws_cloudwatch_log_group", gives: { kms_key_id: "arn:other" } },
  });

  describe("extra groups", () => {
    it.each<[EdgeSettings["extraRuleGroups"][number], string]>([
      ["linux", "AWSManagedRulesLinuxRuleSet"],
      ["posix", "AWSManagedRulesUnixRuleSet"],
      ["anonymous-ip", "AWSManagedRulesAnonymousIpList"],
      ["admin-protection", "AWSManagedRulesAdminProtectionRuleSet"],
    ])("%s comes after the standing rules", (group, managed) => {
      const rules = rulesOf(withSettings({ extraRuleGroups: [group] }));
      expect(rules.slice(0, -1)).toEqual(rulesOf(template));
      expect(rules.at(-1)).toEqual({
        name: group,
        priority: 5,
        override_action: { none: {} },
        statement: { managed_rule_group_statement: { vendor_name: "AWS", name: managed } },
        ...metrics(group),
      });
    });
  });

  describe("counting instead of blocking", () => {
    const extraOf = (rule: WafRule) => extraGroups.filter((group) => group === rule);

    it.each(wafRules)("switches %s, and nothing else", (rule) => {
      const extraRuleGroups = extraOf(rule);
      const blocking = rulesOf(withSettings({ extraRuleGroups }));
      const counting = rulesOf(withSettings({ extraRuleGroups, countOnly: [rule] }));
      const action = rule === "rate-limit" ? { action: { count: {} } } : { override_action: { count: {} } };
      expect(counting).not.toEqual(blocking);
      expect(counting).toEqual(blocking.map((each) => (each.name === rule ? { ...each, ...action } : each)));
    });
  });

  describe("the exception for uploads", () => {
    const bodySizeRules = (from: Template) => rulesOf(from).filter(({ name }) => name === "body-size");
    const atPath = (search_string: string) => ({
      byte_match_statement: {
        search_string,
        positional_constraint: "STARTS_WITH",
        field_to_match: { uri_path: {} },
        text_transformation: [{ priority: 0, type: "NONE" }],
      },
    });
    const one = withSettings({ uploadPaths: ["/api/files/"] });

    it("is none without upload paths: the managed rule blocks large bodies everywhere", () => {
      expect(bodySizeRules(template)).toEqual([]);
      expect(JSON.stringify(rulesOf(template))).not.toContain("rule_action_override");
    });

    it("has the managed rule only label large bodies", () => {
      expect(rulesOf(one).find(({ name }) => name === "web-exploits")?.statement).toEqual({
        managed_rule_group_statement: {
          vendor_name: "AWS",
          name: "AWSManagedRulesCommonRuleSet",
          rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
        },
      });
    });

    // The label: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
    it("blocks what is labelled after all, but under the path", () => {
      expect(bodySizeRules(one)).toEqual([
        {
          name: "body-size",
          priority: 5,
          action: { block: {} },
          statement: {
            and_statement: {
              statement: [
                {
                  label_match_statement: {
                    scope: "LABEL",
                    key: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
                  },
                },
                { not_statement: { statement: [atPath("/api/files/")] } },
              ],
            },
          },
          ...metrics("body-size"),
        },
      ]);
    });

    it("stands for any of several paths", () => {
      const [rule] = bodySizeRules(withSettings({ uploadPaths: ["/api/files/", "/api/bills/import"] }));
      expect(rule?.statement).toMatchObject({
        and_statement: {
          statement: [
            {},
            {
              not_statement: {
                statement: [{ or_statement: { statement: [atPath("/api/files/"), atPath("/api/bills/import")] } }],
              },
            },
          ],
        },
      });
    });

    it("is asked last: the label has to be there", () => {
      const rules = rulesOf(withSettings({ uploadPaths: ["/api/files/"], extraRuleGroups: ["linux", "posix"] }));
      expect(rules.map(({ name, priority }) => [priority, name])).toEqual([
        [0, "rate-limit"],
        [1, "ip-reputation"],
        [2, "known-bad-inputs"],
        [3, "sql-injection"],
        [4, "web-exploits"],
        [5, "linux"],
        [6, "posix"],
        [7, "body-size"],
      ]);
    });

    it("counts where the group it belongs to counts", () => {
      expect(bodySizeRules(withSettings({ uploadPaths: ["/api/files/"], countOnly: ["web-exploits"] }))).toMatchObject([
        { action: { count: {} } },
      ]);
    });
  });

  describe("capacity", () => {
    it.each(titled(fitting))("fits, and is counted right: %s", (_, settings) => {
      const capacity = rulesOf(synthesize(() => ({ settings }))).reduce((sum, rule) => sum + wcuOf(rule.statement), 0);
      expect(capacity).toBe(wafCapacity(settings));
      expect(capacity).toBeLessThanOrEqual(1_500);
    });

    it("is too much with these", () => {
      expect(tooMany.map(title)).toEqual(refused.map(([each]) => each));
    });
  });

  describe("rejects", () => {
    it.each(refused)("%s", (each, wcu) => {
      const settings = tooMany.find((candidate) => title(candidate) === each) ?? edge();
      expect(() => synthesize(() => ({ settings }))).toThrow(
        expect.objectContaining({
          name: "ConstructError",
          message: `Stack/Firewall: the firewall's rules need ${wcu} WCU, and 1500 are included. Take a group out of edge.extraRuleGroups, or list fewer edge.uploadPaths.`,
        }),
      );
    });
  });

  it("is wired to a log group of the only prefix that WAF writes to", () => {
    expect(template.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-test",
      retention_in_days: 365,
      kms_key_id: "arn:key",
    });
  });
});
