import type { Correction } from "../correction";
import { queryOf, withText } from "../message";
import { forgotten } from "./forgotten";

const group = (query: URLSearchParams) => [query.get("ReplicationGroupId") ?? ""];

/** The local AWS forgets the key of a cache, and tells the upgrades of the group but not of its members. */
export const forgottenOfCaches = forgotten({
  service: "elasticache",
  told: { CreateReplicationGroup: group, ModifyReplicationGroup: group },
  asked: ["DescribeReplicationGroups", "DescribeCacheClusters"],
  idElement: "ReplicationGroupId",
  elements: (given) => ({
    KmsKeyId: given["KmsKeyId"],
    AutoMinorVersionUpgrade: given["AutoMinorVersionUpgrade"],
  }),
});

/** Asked for the parameters that somebody set, the local AWS answers with the others too. */
export const parametersBySource: Correction = {
  service: "elasticache",
  answer(answer, request) {
    const query = queryOf(request);
    const source = query.get("Source");
    if (query.get("Action") !== "DescribeCacheParameters" || source === null) return answer;
    return withText(answer, (text) =>
      text.replaceAll(/<Parameter>.*?<\/Parameter>/gs, (parameter) =>
        parameter.includes(`<Source>${source}</Source>`) ? parameter : "",
      ),
    );
  },
};
