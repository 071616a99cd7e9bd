import { anyName, reference, regional, type ServiceAccess } from "./service-access";

const tags = ["AddTagsToResource", "RemoveTagsFromResource"];

/** The database, its groups, its events. */
export const rds: ServiceAccess = {
  service: "rds",
  source: reference("amazonrds"),
  types: {
    aws_db_instance: {
      reads: ["DescribeDBInstances", "ListTagsForResource"],
      writes: [
        "CreateDBInstance",
        "ModifyDBInstance",
        "RebootDBInstance",
        "DeleteDBInstance",
        // The final snapshot, before the instance is deleted.
        "CreateDBSnapshot",
        ...tags,
      ],
    },
    aws_db_parameter_group: {
      reads: ["DescribeDBParameterGroups", "DescribeDBParameters", "ListTagsForResource"],
      writes: [
        "CreateDBParameterGroup",
        "ModifyDBParameterGroup",
        "ResetDBParameterGroup",
        "DeleteDBParameterGroup",
        ...tags,
      ],
    },
    aws_db_subnet_group: {
      reads: ["DescribeDBSubnetGroups", "ListTagsForResource"],
      writes: ["CreateDBSubnetGroup", "ModifyDBSubnetGroup", "DeleteDBSubnetGroup", ...tags],
    },
    aws_db_event_subscription: {
      reads: ["DescribeEventSubscriptions", "ListTagsForResource"],
      writes: [
        "CreateEventSubscription",
        "ModifyEventSubscription",
        "DeleteEventSubscription",
        "AddSourceIdentifierToSubscription",
        "RemoveSourceIdentifierFromSubscription",
        ...tags,
      ],
    },
  },
  unnamed: [],
  readable: (environment) => [
    // Terraform finds an instance by its resource id, which IAM takes for a search among all.
    regional(environment, "rds", "db:*"),
    ...groups.map((type) => regional(environment, "rds", `${type}:${anyName(environment)}`)),
  ],
  writeRules: (environment) => [
    {
      sid: "Writes",
      resources: [
        ...["db", "snapshot", ...groups].map((type) => regional(environment, "rds", `${type}:${anyName(environment)}`)),
        // An instance without options of its own has the engine's: creating it is checked against them too.
        regional(environment, "rds", "og:default:*"),
      ],
    },
  ],
};

/** Parameter groups, subnet groups, event subscriptions, as ARNs name them. */
const groups = ["pg", "subgrp", "es"];
