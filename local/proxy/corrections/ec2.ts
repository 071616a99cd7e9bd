import type { Correction } from "../correction";
import { queryOf } from "../message";
import { forgotten } from "./forgotten";

/** AWS's default: every field of version 2. */
const flowLogFormat =
  "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} " +
  "${bytes} ${start} ${end} ${action} ${log-status}";

/** The local AWS forgets how flow logs are delivered. */
export const forgottenOfFlowLogs = forgotten({
  service: "ec2",
  told: { CreateFlowLogs: (_, answer) => [...answer.matchAll(/<item>(fl-\w+)</g)].map(([, id = ""]) => id) },
  asked: ["DescribeFlowLogs"],
  idElement: "flowLogId",
  elements: (given) => ({
    deliverLogsPermissionArn: given["DeliverLogsPermissionArn"],
    maxAggregationInterval: given["MaxAggregationInterval"] ?? "600",
    logFormat: given["LogFormat"] ?? flowLogFormat,
  }),
});

/** The local AWS looks for a flow log's tags under another name of the type than AWS. */
export const tagsOfFlowLogs: Correction = {
  service: "ec2",
  request(request) {
    const query = queryOf(request);
    const name = "TagSpecification.1.ResourceType";
    if (query.get("Action") !== "CreateFlowLogs" || query.get(name) !== "vpc-flow-log") return request;
    query.set(name, "flow-log");
    return { ...request, body: Buffer.from(query.toString()) };
  },
};

/** The local AWS does not tell of a security group's rule that it admits a prefix list. */
export const prefixListsOfRules = forgotten({
  service: "ec2",
  told: { AuthorizeSecurityGroupIngress: ruleIds, AuthorizeSecurityGroupEgress: ruleIds },
  asked: ["DescribeSecurityGroupRules"],
  idElement: "securityGroupRuleId",
  elements: (given) => {
    const lists = given["IpPermissions"] ?? "";
    const [, prefixListId] = /<PrefixListId>([^<]+)</.exec(lists) ?? [];
    const [, description] = /<Description>([^<]+)</.exec(lists) ?? [];
    return prefixListId === undefined ? {} : { prefixListId, description };
  },
});

function ruleIds(_: URLSearchParams, answer: string): readonly string[] {
  return [...answer.matchAll(/<securityGroupRuleId>([^<]+)</g)].map(([, id = ""]) => id);
}
