import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess } from "./service-access";

/** Parameters: the released images, the collector's configuration. */
export const systemsManager: ServiceAccess = {
  service: "ssm",
  source: reference("awssystemsmanager"),
  types: {
    aws_ssm_parameter: {
      reads: ["DescribeParameters", "GetParameter", "ListTagsForResource"],
      writes: ["PutParameter", "DeleteParameter", "AddTagsToResource", "RemoveTagsFromResource"],
    },
    "data.aws_ssm_parameter": { reads: ["GetParameter"], writes: [] },
    // The launch template names its image by AWS's own parameter, which Auto Scaling resolves with the caller's rights.
    aws_autoscaling_group: { reads: [], writes: ["GetParameters"] },
  },
  unnamed: ["DescribeParameters"],
  readable: (environment) => [regional(environment, "ssm", `parameter${names.path(environment, "*")}`)],
  writeRules: (environment) => [
    {
      sid: "Writes",
      actions: ["AddTagsToResource", "DeleteParameter", "PutParameter", "RemoveTagsFromResource"],
      resources: [regional(environment, "ssm", `parameter${names.path(environment, "*")}`)],
    },
    {
      sid: "ResolvesImage",
      actions: ["GetParameters"],
      resources: [`arn:aws:ssm:${environment.region}::parameter/aws/service/ecs/optimized-ami/*`],
    },
  ],
};
