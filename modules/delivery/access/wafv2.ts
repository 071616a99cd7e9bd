import type { Environment } from "../../../core/environment/schema";
import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess } from "./service-access";

/** The web ACL before CloudFront. */
export const wafv2: ServiceAccess = {
  service: "wafv2",
  source: reference("awswafv2"),
  types: {
    aws_wafv2_web_acl: {
      reads: ["GetWebACL", "ListTagsForResource"],
      writes: ["CreateWebACL", "UpdateWebACL", "DeleteWebACL", "TagResource", "UntagResource"],
    },
    aws_wafv2_web_acl_logging_configuration: {
      reads: ["GetLoggingConfiguration"],
      writes: ["PutLoggingConfiguration", "DeleteLoggingConfiguration"],
    },
    // CloudFront takes a web ACL that the caller may see.
    aws_cloudfront_distribution: { reads: ["GetWebACL"], writes: [] },
  },
  unnamed: [],
  readable: (environment) => [acl(environment)],
  writeRules: (environment) => [
    { sid: "Writes", resources: [acl(environment)] },
    {
      sid: "UsesManagedRules",
      actions: ["CreateWebACL", "UpdateWebACL"],
      resources: [regional(environment, "wafv2", "global/managedruleset/*")],
    },
  ],
};

const acl = (environment: Environment) =>
  regional(environment, "wafv2", `global/webacl/${names.shared(environment)}/*`);
