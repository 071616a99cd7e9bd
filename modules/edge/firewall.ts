import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Construct } from "constructs";
import type { EdgeSettings, WafRule } from "../../core/environment/edge";
import { includedWcu, wafCapacity, wafRulesOf } from "../../core/environment/waf-capacity";
import { tooMuchFirewall } from "../../core/errors";
import { LogGroup } from "../common/log-group";

/** Managed rule groups of AWS. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const managedGroups: Readonly<Record<Exclude<WafRule, "rate-limit">, string>> = {
  "web-exploits": "AWSManagedRulesCommonRuleSet",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  "sql-injection": "AWSManagedRulesSQLiRuleSet",
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  linux: "AWSManagedRulesLinuxRuleSet",
  posix: "AWSManagedRulesUnixRuleSet",
  "anonymous-ip": "AWSManagedRulesAnonymousIpList",
  "admin-protection": "AWSManagedRulesAdminProtectionRuleSet",
};

/** The rule of the common group that refuses bodies it cannot inspect whole, and the label it leaves when it counts. */
const bodySizeRule = "SizeRestrictions_BODY";
const bodySizeLabel = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body";

export interface FirewallProps {
  readonly name: string;
  readonly settings: EdgeSettings;
  readonly logRetentionDays: number;
  readonly logKeyArn: string;
}

/** The web application firewall in front of CloudFront: managed rules and a rate limit, each with metrics, all logged. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const { settings } = props;
    const capacity = wafCapacity(settings);
    if (capacity > includedWcu) throw tooMuchFirewall(this.node.path, capacity, includedWcu);

    const rules = wafRulesOf(settings).map((rule, index) => firewallRule(rule, index, settings));
    const acl = new Wafv2WebAcl(this, "Resource", {
      name: props.name,
      description: "Before CloudFront: viewers of the platform",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rule: settings.uploadPaths.length === 0 ? rules : [...rules, bodySizeOutsideUploads(rules.length, settings)],
      visibilityConfig: visibility(props.name),
    });
    const log = new LogGroup(this, "LogGroup", {
      // WAF writes to log groups of this prefix only.
      name: `aws-waf-logs-${props.name}`,
      retentionDays: props.logRetentionDays,
      keyArn: props.logKeyArn,
    });
    new Wafv2WebAclLoggingConfiguration(this, "Logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
      // Sessions and tokens stay out of the log.
      redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
    });
    this.arn = acl.arn;
  }
}

function firewallRule(rule: WafRule, priority: number, settings: EdgeSettings): Wafv2WebAclRule {
  const count = settings.countOnly.includes(rule);
  if (rule === "rate-limit")
    return {
      name: rule,
      priority,
      action: count ? { count: {} } : { block: {} },
      statement: {
        rate_based_statement: {
          limit: settings.requestsPerFiveMinutes,
          aggregate_key_type: "IP",
          evaluation_window_sec: 300,
        },
      },
      visibilityConfig: visibility(rule),
    };
  const uploads = rule === "web-exploits" && settings.uploadPaths.length > 0;
  return {
    name: rule,
    priority,
    overrideAction: count ? { count: {} } : { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name: managedGroups[rule],
        ...(uploads ? { rule_action_override: [{ name: bodySizeRule, action_to_use: { count: {} } }] } : {}),
      },
    },
    visibilityConfig: visibility(rule),
  };
}

/** Large bodies are refused everywhere but under the upload paths: the managed rule only labels them. */
function bodySizeOutsideUploads(priority: number, settings: EdgeSettings): Wafv2WebAclRule {
  const startsWith = (path: string) => ({
    byte_match_statement: {
      search_string: path,
      positional_constraint: "STARTS_WITH",
      field_to_match: { uri_path: {} },
      text_transformation: [{ priority: 0, type: "NONE" }],
    },
  });
  const uploads = settings.uploadPaths.map(startsWith);
  const anyUpload = uploads.length === 1 ? uploads[0] : { or_statement: { statement: uploads } };
  return {
    name: "body-size",
    priority,
    action: settings.countOnly.includes("web-exploits") ? { count: {} } : { block: {} },
    statement: {
      and_statement: {
        statement: [
          { label_match_statement: { scope: "LABEL", key: bodySizeLabel } },
          { not_statement: { statement: [anyUpload] } },
        ],
      },
    },
    visibilityConfig: visibility("body-size"),
  };
}

const visibility = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});
