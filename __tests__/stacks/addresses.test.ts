import { describe, expect, it } from "vitest";
import { testService } from "../support/fixtures";
import { Platform } from "../support/platform";

/** What holds data, or is costly to have twice: replacing it is never a side effect. */
const stateful = [
  "aws_acm_certificate",
  "aws_cloudfront_distribution",
  "aws_cloudwatch_log_group",
  "aws_db_instance",
  "aws_dynamodb_table",
  "aws_ecr_repository",
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_eip",
  "aws_elasticache_replication_group",
  "aws_kms_key",
  "aws_lb",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_ssm_parameter",
  "aws_vpc",
];

// One service stands for all: addresses go by its name, and what services there are is not frozen.
const service = testService({ uses: ["database", "cache", "files"], secrets: { API_KEY: "api-key" } });
const platform = Platform.synthesize({ manifest: { services: [service] } });
const addresses = (stack: string) =>
  platform.template(stack).addresses.filter((address) => stateful.includes(address.replace(/\..*/, "")));

/**
 * Frozen: CDKTF derives an address from the construct's whole path, so a construct that is moved or renamed would be
 * destroyed and created anew. A line of this list changes with a `moved` block or a plan for its data, never alone.
 */
const frozen: Record<string, readonly string[]> = {
  state: [
    "aws_dynamodb_table.Store_LockTable_A5A849CC",
    "aws_kms_key.Store_Key_7A3C02BD",
    "aws_s3_bucket.StoreAccess_Bucket_EAB925C4",
    "aws_s3_bucket.Store_Bucket_4FBDE984",
  ],
  network: [
    "aws_cloudwatch_log_group.FlowLogs_LogGroup_9853A85F",
    "aws_eip.Vpc_NatAddressA_46D46B13",
    "aws_eip.Vpc_NatAddressB_68B64D59",
    "aws_kms_key.LogKey_E83D0C1B",
    "aws_vpc.Vpc_8378EB38",
  ],
  registry: [
    "aws_ecr_repository.Service-billing_Repository_96D08F68",
    "aws_kms_key.Key_961B73FD",
    "aws_secretsmanager_secret.Service-billing_Secret-api-key_756BB330",
    "aws_secretsmanager_secret.Service-billing_Secret-database-url_525CE231",
    "aws_secretsmanager_secret.Service-billing_Secret-redis-url_697B0B22",
    "aws_ssm_parameter.Service-billing_Image_58A95287",
  ],
  data: [
    "aws_cloudwatch_log_group.Cache_LogGroup_527D0E4F",
    "aws_cloudwatch_log_group.DatabaseSetup_LogGroup_FEFC30DA",
    "aws_cloudwatch_log_group.Database_Log-postgresql_534130D9",
    "aws_cloudwatch_log_group.Database_Log-upgrade_451ACE4A",
    "aws_db_instance.Database_B269D8BB",
    "aws_elasticache_replication_group.Cache_18F6EE16",
    "aws_kms_key.Key_961B73FD",
    "aws_s3_bucket.FilesAccess_Bucket_2E812E4E",
    "aws_s3_bucket.Files_8E6940B8",
    "aws_secretsmanager_secret.Cache_TokenSecret_FEE1156D",
  ],
  platform: [
    "aws_acm_certificate.Certificate_4E7ABB08",
    "aws_ecs_cluster.Cluster_EB0386A7",
    "aws_lb.LoadBalancer_BE9EEC3A",
    "aws_s3_bucket.LoadBalancer_AccessLogs_B27DFC85",
  ],
  observability: [
    "aws_cloudwatch_log_group.Collector_LogGroup_421B380A",
    "aws_ecs_service.Collector_9EBA7CF5",
    "aws_kms_key.AlarmTopic_Key_BA1A4AA7",
    "aws_ssm_parameter.Collector_Config_1E69DF8A",
  ],
  edge: [
    "aws_cloudfront_distribution.Distribution_830FAC52",
    "aws_cloudwatch_log_group.Firewall_LogGroup_62028669",
    "aws_s3_bucket.AccessLogs_Bucket_CD784A59",
    "aws_s3_bucket.FrontendAccess_Bucket_00EDBC9F",
    "aws_s3_bucket.Frontend_Bucket_5DAC5524",
  ],
  "service-billing": ["aws_cloudwatch_log_group.LogGroup_F5B46931", "aws_ecs_service.Service_DBC79909"],
  delivery: [],
};

describe("addresses of stateful resources", () => {
  it.each(platform.stacks)("stay as they are in %s", (stack) => {
    expect(addresses(stack)).toEqual(frozen[stack]);
  });
});
