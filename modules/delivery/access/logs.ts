import type { Environment } from "../../../core/environment/schema";
import { names } from "../../../core/naming/names";
import { anyName, reference, regional, tagged, tagging, type ServiceAccess } from "./service-access";

const tags = ["TagResource", "UntagResource"];

/** What ElastiCache and WAF ask for in the caller's name when they are told to write to a log group. */
const vendedLogs = [
  "CreateLogDelivery",
  "DeleteLogDelivery",
  "DescribeLogGroups",
  "DescribeResourcePolicies",
  "GetLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "UpdateLogDelivery",
];

/** Log groups, and the delivery of CloudFront's access logs. */
export const logs: ServiceAccess = {
  service: "logs",
  source: reference("amazoncloudwatchlogs"),
  types: {
    aws_cloudwatch_log_group: {
      reads: ["DescribeLogGroups", "ListTagsForResource"],
      writes: [
        "CreateLogGroup",
        "DeleteLogGroup",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "AssociateKmsKey",
        "DisassociateKmsKey",
        ...tags,
      ],
    },
    aws_cloudwatch_log_delivery_source: {
      reads: ["GetDeliverySource", "ListTagsForResource"],
      writes: ["PutDeliverySource", "DeleteDeliverySource", ...tags],
    },
    aws_cloudwatch_log_delivery_destination: {
      reads: ["GetDeliveryDestination", "ListTagsForResource"],
      writes: ["PutDeliveryDestination", "DeleteDeliveryDestination", ...tags],
    },
    aws_cloudwatch_log_delivery: {
      reads: ["GetDelivery", "ListTagsForResource"],
      writes: ["CreateDelivery", "UpdateDeliveryConfiguration", "DeleteDelivery", ...tags],
    },
    aws_elasticache_replication_group: { reads: [], writes: vendedLogs },
    aws_wafv2_web_acl_logging_configuration: { reads: [], writes: vendedLogs },
  },
  unnamed: vendedLogs,
  readable: (environment) => [...own(environment), deliveries(environment)],
  writeRules: (environment) => [
    { sid: "Writes", resources: own(environment) },
    {
      sid: "ChangesDeliveries",
      actions: ["DeleteDelivery", "UntagResource", "UpdateDeliveryConfiguration"],
      resources: [deliveries(environment)],
      conditions: tagged(environment),
    },
    {
      sid: "CreatesDeliveries",
      actions: ["CreateDelivery", "TagResource"],
      resources: [deliveries(environment)],
      conditions: tagging(environment),
    },
  ],
};

/** AWS makes up the id. */
const deliveries = (environment: Environment) => regional(environment, "logs", "delivery:*");

function own(environment: Environment): string[] {
  const everyName = anyName(environment);
  return [
    `log-group:${names.path(environment, "*")}`,
    `log-group:/aws/rds/instance/${everyName}`,
    `log-group:aws-waf-logs-${names.shared(environment)}*`,
    `delivery-source:${everyName}`,
    `delivery-destination:${everyName}`,
  ].map((resource) => regional(environment, "logs", resource));
}
