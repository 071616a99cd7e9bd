import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess } from "./service-access";

/** The table of the state locks, which people apply; its items are the business of `state-access.ts`. */
export const dynamodb: ServiceAccess = {
  service: "dynamodb",
  source: reference("amazondynamodb"),
  types: {
    aws_dynamodb_table: {
      reads: ["DescribeTable", "DescribeContinuousBackups", "DescribeTimeToLive", "ListTagsOfResource"],
      writes: [],
    },
  },
  unnamed: [],
  readable: (environment) => [regional(environment, "dynamodb", `table/${names.lockTable(environment)}`)],
};
