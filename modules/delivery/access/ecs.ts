import { names } from "../../../core/naming/names";
import { anyName, reference, regional, type ServiceAccess } from "./service-access";

const tags = ["TagResource", "UntagResource"];

/** Cluster, capacity provider, services, task definitions. */
export const ecs: ServiceAccess = {
  service: "ecs",
  source: reference("amazonelasticcontainerservice"),
  types: {
    aws_ecs_cluster: {
      reads: ["DescribeClusters", "ListTagsForResource"],
      writes: ["CreateCluster", "UpdateCluster", "UpdateClusterSettings", "DeleteCluster", ...tags],
    },
    aws_ecs_cluster_capacity_providers: { reads: ["DescribeClusters"], writes: ["PutClusterCapacityProviders"] },
    aws_ecs_capacity_provider: {
      reads: ["DescribeCapacityProviders", "ListTagsForResource"],
      writes: ["CreateCapacityProvider", "UpdateCapacityProvider", "DeleteCapacityProvider", ...tags],
    },
    aws_ecs_service: {
      reads: ["DescribeServices", "ListTagsForResource"],
      writes: [
        "CreateService",
        "UpdateService",
        "DeleteService",
        "DescribeServiceDeployments",
        "ListServiceDeployments",
        ...tags,
      ],
    },
    aws_ecs_task_definition: {
      reads: ["DescribeTaskDefinition", "ListTagsForResource"],
      writes: ["RegisterTaskDefinition", "DeregisterTaskDefinition", ...tags],
    },
    // Application Auto Scaling registers a service with the caller's rights.
    aws_appautoscaling_target: { reads: [], writes: ["DescribeServices", "UpdateService"] },
  },
  unnamed: ["DeregisterTaskDefinition", "DescribeTaskDefinition"],
  readable: (environment) => {
    const cluster = names.cluster(environment);
    return [
      `cluster/${cluster}`,
      `capacity-provider/${cluster}`,
      `service/${cluster}/*`,
      `service-deployment/${cluster}/*`,
      `task-definition/${anyName(environment)}`,
    ].map((resource) => regional(environment, "ecs", resource));
  },
};
