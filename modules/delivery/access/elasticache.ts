import { anyName, reference, regional, type ServiceAccess } from "./service-access";

const tags = ["AddTagsToResource", "RemoveTagsFromResource"];

/** The cache and its groups. */
export const elasticache: ServiceAccess = {
  service: "elasticache",
  source: reference("amazonelasticache"),
  types: {
    aws_elasticache_replication_group: {
      reads: ["DescribeReplicationGroups", "DescribeCacheClusters", "ListTagsForResource"],
      writes: [
        "CreateReplicationGroup",
        "ModifyReplicationGroup",
        "IncreaseReplicaCount",
        "DecreaseReplicaCount",
        "DeleteReplicationGroup",
        // The final snapshot, before the group is deleted.
        "CreateSnapshot",
        ...tags,
      ],
    },
    aws_elasticache_parameter_group: {
      reads: ["DescribeCacheParameterGroups", "DescribeCacheParameters", "ListTagsForResource"],
      writes: [
        "CreateCacheParameterGroup",
        "ModifyCacheParameterGroup",
        "ResetCacheParameterGroup",
        "DeleteCacheParameterGroup",
        ...tags,
      ],
    },
    aws_elasticache_subnet_group: {
      reads: ["DescribeCacheSubnetGroups", "ListTagsForResource"],
      writes: ["CreateCacheSubnetGroup", "ModifyCacheSubnetGroup", "DeleteCacheSubnetGroup", ...tags],
    },
  },
  unnamed: [],
  readable: (environment) =>
    ["replicationgroup", "cluster", "parametergroup", "subnetgroup", "snapshot"].map((type) =>
      regional(environment, "elasticache", `${type}:${anyName(environment)}`),
    ),
};
