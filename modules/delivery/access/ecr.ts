import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess } from "./service-access";

/** Image repositories and their lifecycle. */
export const ecr: ServiceAccess = {
  service: "ecr",
  source: reference("amazonelasticcontainerregistry"),
  types: {
    aws_ecr_repository: {
      reads: ["DescribeRepositories", "ListTagsForResource"],
      writes: [
        "CreateRepository",
        "DeleteRepository",
        "PutImageScanningConfiguration",
        "PutImageTagMutability",
        "TagResource",
        "UntagResource",
      ],
    },
    aws_ecr_lifecycle_policy: {
      reads: ["GetLifecyclePolicy"],
      writes: ["PutLifecyclePolicy", "DeleteLifecyclePolicy"],
    },
  },
  unnamed: [],
  readable: (environment) => [regional(environment, "ecr", `repository/${names.repository(environment, "*")}`)],
};
