/**
 * Types that hold data: destroying or replacing one loses what is named here. Sources: the deletion page of each
 * service in docs.aws.amazon.com, and the provider's documentation for the arguments that soften it.
 */
import { otherClouds } from "./stateful-other-clouds";
import * as soften from "./softening";
import type { Stateful } from "./stateful-type";

const databases: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
  aws_db_instance: { holds: "its databases and its automated backups", softened: soften.finalSnapshot },
  aws_rds_cluster: { holds: "its databases and its automated backups", softened: soften.finalSnapshot },
  aws_rds_global_cluster: { holds: "the databases that its clusters share" },
  aws_rds_shard_group: { holds: "the rows on its shards" },
  aws_db_snapshot: { holds: "the snapshot" },
  aws_db_cluster_snapshot: { holds: "the snapshot" },
  aws_db_snapshot_copy: { holds: "the snapshot" },
  aws_db_instance_automated_backups_replication: { holds: "the replicated backups" },
  // https://docs.aws.amazon.com/aurora-dsql/latest/userguide/
  aws_dsql_cluster: { holds: "its databases" },
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html
  aws_docdb_cluster: { holds: "its documents", softened: soften.finalSnapshot },
  aws_docdbelastic_cluster: { holds: "its documents" },
  aws_docdb_cluster_snapshot: { holds: "the snapshot" },
  // https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html
  aws_neptune_cluster: { holds: "its graph", softened: soften.finalSnapshot },
  aws_neptunegraph_graph: { holds: "its graph" },
  aws_neptune_cluster_snapshot: { holds: "the snapshot" },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
  aws_dynamodb_table: { holds: "all items of the table", softened: soften.pointInTime },
  aws_dynamodb_global_table: { holds: "all items of the table" },
  aws_dynamodb_table_replica: { holds: "the items of this replica" },
  aws_keyspaces_keyspace: { holds: "its tables and their rows" },
  aws_keyspaces_table: { holds: "its rows" },
  aws_timestreamwrite_database: { holds: "its tables and their records" },
  aws_timestreamwrite_table: { holds: "its records" },
  aws_timestreaminfluxdb_db_instance: { holds: "its records" },
  aws_simpledb_domain: { holds: "its items" },
  aws_qldb_ledger: { holds: "its ledger" },
  aws_lightsail_database: { holds: "its databases", softened: soften.finalSnapshot },
  // https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-operations.html
  aws_redshift_cluster: { holds: "its warehouse", softened: soften.finalSnapshot },
  aws_redshift_cluster_snapshot: { holds: "the snapshot" },
  aws_redshiftserverless_namespace: { holds: "its warehouse" },
  aws_redshiftserverless_snapshot: { holds: "the snapshot" },
};

const caches: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.DeletingRepGroup.html
  aws_elasticache_replication_group: {
    holds: "everything cached, sessions and queues included",
    softened: soften.finalSnapshot,
  },
  aws_elasticache_cluster: { holds: "everything cached, sessions and queues included", softened: soften.finalSnapshot },
  aws_elasticache_serverless_cache: {
    holds: "everything cached, sessions and queues included",
    softened: soften.finalSnapshot,
  },
  aws_elasticache_global_replication_group: { holds: "what its caches share" },
  aws_memorydb_cluster: { holds: "everything in memory and its log", softened: soften.finalSnapshot },
  aws_memorydb_multi_region_cluster: { holds: "what its clusters share" },
  aws_memorydb_snapshot: { holds: "the snapshot" },
  aws_dax_cluster: { holds: "what it has cached" },
};

const files: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
  aws_s3_bucket: { holds: "all its objects and their versions", softened: soften.forceDestroy },
  aws_s3_directory_bucket: { holds: "all its objects", softened: soften.forceDestroy },
  aws_s3control_bucket: { holds: "all its objects" },
  aws_s3tables_table_bucket: { holds: "all its tables", softened: soften.forceDestroy },
  aws_s3tables_table: { holds: "its rows" },
  aws_s3vectors_vector_bucket: { holds: "all its vectors" },
  aws_glacier_vault: { holds: "its archives" },
  // https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html
  aws_efs_file_system: { holds: "all its files" },
  aws_fsx_lustre_file_system: { holds: "all its files", softened: soften.finalBackup },
  aws_fsx_ontap_file_system: { holds: "all its files" },
  aws_fsx_ontap_volume: { holds: "all its files", softened: soften.finalBackup },
  aws_fsx_openzfs_file_system: { holds: "all its files", softened: soften.finalBackup },
  aws_fsx_openzfs_volume: { holds: "all its files" },
  aws_fsx_windows_file_system: { holds: "all its files", softened: soften.finalBackup },
  aws_fsx_file_cache: { holds: "what was not written back yet" },
  aws_fsx_backup: { holds: "the backup" },
  // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-volume.html
  aws_ebs_volume: { holds: "the volume's files", softened: soften.finalSnapshot },
  aws_ebs_snapshot: { holds: "the snapshot" },
  aws_ebs_snapshot_copy: { holds: "the snapshot" },
  aws_ami: { holds: "the image that instances start from" },
  aws_ami_copy: { holds: "the image that instances start from" },
  aws_ami_from_instance: { holds: "the image that instances start from" },
  aws_instance: { holds: "whatever is on its disks" },
  aws_lightsail_instance: { holds: "whatever is on its disks" },
  aws_lightsail_disk: { holds: "the disk's files" },
  aws_lightsail_bucket: { holds: "all its objects", softened: soften.forceDestroy },
  aws_workspaces_workspace: { holds: "the user's disk" },
  aws_backup_vault: { holds: "its recovery points", softened: soften.forceDestroy },
  aws_backup_logically_air_gapped_vault: { holds: "its recovery points" },
  aws_storagegateway_gateway: { holds: "what was not uploaded yet" },
};

const messages: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-delete-cluster.html
  aws_msk_cluster: { holds: "its topics and their records" },
  aws_msk_serverless_cluster: { holds: "its topics and their records" },
  aws_mq_broker: { holds: "the messages on it" },
  aws_sqs_queue: { holds: "the messages in it" },
  aws_kinesis_stream: { holds: "the records in it" },
  aws_kinesis_video_stream: { holds: "its recordings" },
};

const search: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
  aws_opensearch_domain: { holds: "its indices" },
  aws_elasticsearch_domain: { holds: "its indices" },
  aws_opensearchserverless_collection: { holds: "its indices" },
  aws_cloudsearch_domain: { holds: "its documents" },
  aws_kendra_index: { holds: "its index" },
  aws_emr_cluster: { holds: "its HDFS" },
};

const logs: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
  aws_cloudwatch_log_group: { holds: "all archived log events of the group", softened: soften.skipDestroy },
  aws_cloudwatch_log_stream: { holds: "its log events" },
  aws_cloudtrail_event_data_store: { holds: "the recorded events" },
  aws_prometheus_workspace: { holds: "its metrics" },
  aws_grafana_workspace: { holds: "its dashboards" },
};

const keysAndNames: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
  aws_kms_key: {
    holds: "whatever is encrypted with it, as nothing can decrypt it any more",
    softened: soften.deletionWindow,
  },
  aws_kms_external_key: {
    holds: "whatever is encrypted with it, as nothing can decrypt it any more",
    softened: soften.deletionWindow,
  },
  aws_kms_replica_key: { holds: "whatever is encrypted with it in this region", softened: soften.deletionWindow },
  aws_kms_custom_key_store: { holds: "the keys in it" },
  aws_cloudhsm_v2_cluster: { holds: "the keys in it" },
  aws_acmpca_certificate_authority: { holds: "the authority's private key" },
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
  aws_secretsmanager_secret: { holds: "its value, in all versions", softened: soften.recoveryWindow },
  aws_secretsmanager_secret_version: { holds: "this version of the value" },
  aws_ssm_parameter: { holds: "its value and the history of it" },
  tls_private_key: { holds: "the private key" },
  // https://docs.aws.amazon.com/cognito/latest/developerguide/
  aws_cognito_user_pool: { holds: "its users and their passwords" },
  aws_cognito_user: { holds: "the user and the password" },
  aws_identitystore_user: { holds: "the user" },
  aws_directory_service_directory: { holds: "its users and computers" },
  aws_customerprofiles_domain: { holds: "its profiles" },
  aws_connect_instance: { holds: "its contacts and recordings" },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DeleteHostedZone.html
  aws_route53_zone: { holds: "its records and its name servers", softened: soften.forceDestroy },
  aws_cloudfront_key_value_store: { holds: "its entries" },
};

const code: Readonly<Record<string, Stateful>> = {
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html
  aws_ecr_repository: {
    holds: "all its images: nothing can be started from them, or rolled back to",
    softened: soften.forceDelete,
  },
  aws_ecrpublic_repository: { holds: "all its images", softened: soften.forceDestroy },
  aws_codecommit_repository: { holds: "its commits" },
  aws_codeartifact_domain: { holds: "its repositories" },
  aws_codeartifact_repository: { holds: "its packages" },
  aws_sagemaker_notebook_instance: { holds: "its notebooks" },
  aws_sagemaker_domain: { holds: "its users' files" },
  aws_glue_catalog_database: { holds: "its table definitions" },
};

/** By resource type, what is worst to lose first. */
export const statefulTypes: Readonly<Record<string, Stateful>> = {
  ...databases,
  ...otherClouds,
  ...files,
  ...keysAndNames,
  ...messages,
  ...caches,
  ...search,
  ...code,
  ...logs,
};

const places = new Map(Object.keys(statefulTypes).map((type, index) => [type, index]));

/** Sorts types, what is worst to lose first. */
export const gravityOf = (type: string) => places.get(type) ?? 0;

/** Types that no table knows, named after something that holds data. */
const speakingName =
  /_(database|database_instance|database_cluster|db_instance|db_cluster|bucket|volume|persistent_volume_claim|disk|file_system|filesystem|data_?store)$/;

/** What a type holds; undefined for those that can be made again from the configuration. */
export function statefulType(type: string): Stateful | undefined {
  if (Object.hasOwn(statefulTypes, type)) return statefulTypes[type];
  // The tables know these providers.
  if (/^(aws|azurerm|google)_/.test(type)) return undefined;
  return speakingName.test(type) ? { holds: "its data, as its type's name suggests" } : undefined;
}
