import { ruleProblems } from "../errors/rules";
import type { Rule } from "./rule";

const everywhere = ["0.0.0.0/0", "::/0"];

const openIngress: Rule = ({ type, arguments: given }) => {
  if (type !== "aws_vpc_security_group_ingress_rule") return [];
  return [given["cidr_ipv4"], given["cidr_ipv6"]]
    .filter((cidr) => everywhere.includes(String(cidr)))
    .map((cidr) => ruleProblems.openToTheWorld(String(cidr)));
};

/** Rules inside a group cannot give each its reason, and mixing both kinds lets Terraform fight itself. */
const inlineRules: Rule = ({ type, arguments: given }) => {
  if (type === "aws_security_group_rule") return [ruleProblems.inlineSecurityRule()];
  const inline = type === "aws_security_group" && (given["ingress"] !== undefined || given["egress"] !== undefined);
  return inline ? [ruleProblems.inlineSecurityRule()] : [];
};

/** Type -> argument that must have this value so that nothing gets a public address. */
const privateBy: Readonly<Record<string, readonly [string, boolean]>> = {
  aws_db_instance: ["publicly_accessible", false],
  aws_lb: ["internal", true],
  aws_subnet: ["map_public_ip_on_launch", false],
};

const publicAddress: Rule = ({ type, arguments: given }) => {
  const wanted = privateBy[type];
  if (wanted === undefined) return [];
  const [argument, value] = wanted;
  return given[argument] === value ? [] : [ruleProblems.publicAddress(type, argument, value)];
};

const publicBucket: Rule = (bucket, { stack }) => {
  if (bucket.type !== "aws_s3_bucket") return [];
  const block = stack.find(
    (other) =>
      other.type === "aws_s3_bucket_public_access_block" &&
      String(other.arguments["bucket"]).startsWith(`\${${bucket.address}.`),
  );
  const switches = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
  return switches.every((name) => block?.arguments[name] === true) ? [] : [ruleProblems.publicBucket()];
};

/** Nothing but CloudFront is reached from outside. */
export const exposureRules: readonly Rule[] = [openIngress, inlineRules, publicAddress, publicBucket];
