import type { Environment } from "../../../core/environment/schema";
import { anyName, createdTagged, global, reference, tagged, tagging, type ServiceAccess } from "./service-access";

const tags = ["TagResource", "UntagResource"];
const crud = (noun: string) => ["Create", "Update", "Delete"].map((verb) => `${verb}${noun}`);

/** What has tags, as ARNs name it. AWS makes up the ids. */
const withTags = ["distribution", "vpcorigin"];
/** What has none. */
const withoutTags = ["origin-access-control", "response-headers-policy"];

/** The distribution and what it is made of. */
export const cloudfront: ServiceAccess = {
  service: "cloudfront",
  source: reference("amazoncloudfront"),
  types: {
    aws_cloudfront_distribution: {
      reads: ["GetDistribution", "ListTagsForResource"],
      writes: [...crud("Distribution"), ...tags],
    },
    aws_cloudfront_vpc_origin: {
      reads: ["GetVpcOrigin", "ListTagsForResource"],
      writes: [...crud("VpcOrigin"), ...tags],
    },
    aws_cloudfront_origin_access_control: {
      reads: ["GetOriginAccessControl"],
      writes: crud("OriginAccessControl"),
    },
    aws_cloudfront_response_headers_policy: {
      reads: ["GetResponseHeadersPolicy"],
      writes: crud("ResponseHeadersPolicy"),
    },
    aws_cloudfront_function: {
      reads: ["DescribeFunction", "GetFunction"],
      writes: [...crud("Function"), "PublishFunction"],
    },
    // Log delivery asks CloudFront whether the caller may take the distribution's logs.
    aws_cloudwatch_log_delivery_source: { reads: [], writes: ["AllowVendedLogDeliveryForResource"] },
  },
  unnamed: [
    "CreateDistribution",
    "CreateFunction",
    "CreateOriginAccessControl",
    "CreateResponseHeadersPolicy",
    "CreateVpcOrigin",
  ],
  readable: (environment) => [
    ...[...withTags, ...withoutTags].map((type) => global(environment, "cloudfront", `${type}/*`)),
    functions(environment),
  ],
  writeRules: (environment) => [
    {
      sid: "Creates",
      actions: ["CreateDistribution", "CreateVpcOrigin"],
      resources: ["*"],
      conditions: createdTagged(environment),
    },
    {
      sid: "ChangesOwn",
      actions: [
        "AllowVendedLogDeliveryForResource",
        ...changes("Distribution"),
        ...changes("VpcOrigin"),
        "UntagResource",
      ],
      resources: withTags.map((type) => global(environment, "cloudfront", `${type}/*`)),
      conditions: tagged(environment),
    },
    {
      sid: "Tags",
      actions: ["TagResource"],
      resources: withTags.map((type) => global(environment, "cloudfront", `${type}/*`)),
      conditions: tagging(environment),
    },
    {
      sid: "ChangesUntagged",
      actions: [
        ...changes("OriginAccessControl"),
        ...changes("ResponseHeadersPolicy"),
        ...changes("Function"),
        "PublishFunction",
      ],
      resources: [...withoutTags.map((type) => global(environment, "cloudfront", `${type}/*`)), functions(environment)],
    },
  ],
};

const changes = (noun: string) => [`Update${noun}`, `Delete${noun}`];
const functions = (environment: Environment) => global(environment, "cloudfront", `function/${anyName(environment)}`);
