import type { CreatedTable } from "./template";

const ofBucket = { id: "{bucket}" };

/** What AWS gives stores, keys and secrets when they are created. */
export const data: CreatedTable = {
  aws_s3_bucket: {
    arn: "arn:aws:s3:::{bucket}",
    id: "{bucket}",
    bucket: "{bucket_prefix|terraform-}{hash:26}",
    bucket_domain_name: "{bucket}.s3.amazonaws.com",
    bucket_region: "{region}",
    bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
    hosted_zone_id: "Z3AQBSTGFYJSTF",
    request_payer: "BucketOwner",
    website_domain: "",
    website_endpoint: "",
  },
  aws_s3_bucket_acl: ofBucket,
  aws_s3_bucket_cors_configuration: ofBucket,
  aws_s3_bucket_lifecycle_configuration: {
    id: "{bucket}",
    transition_default_minimum_object_size: "all_storage_classes_128K",
  },
  aws_s3_bucket_logging: ofBucket,
  aws_s3_bucket_notification: ofBucket,
  aws_s3_bucket_ownership_controls: ofBucket,
  aws_s3_bucket_policy: ofBucket,
  aws_s3_bucket_public_access_block: ofBucket,
  aws_s3_bucket_server_side_encryption_configuration: ofBucket,
  aws_s3_bucket_versioning: { id: "{bucket}", "versioning_configuration.mfa_delete": "" },
  aws_s3_object: {
    arn: "arn:aws:s3:::{bucket}/{key}",
    id: "{bucket}/{key}",
    content_type: "application/octet-stream",
    etag: "{hash:32}",
    server_side_encryption: "AES256",
    storage_class: "STANDARD",
    version_id: "{hash:32}",
  },
  aws_dynamodb_table: {
    arn: "arn:aws:dynamodb:{region}:{account}:table/{name}",
    id: "{name}",
    stream_arn: "",
    stream_label: "",
  },
  aws_kms_key: {
    arn: "arn:aws:kms:{region}:{account}:key/{key_id}",
    id: "{key_id}",
    key_id: "{uuid}",
    rotation_period_in_days: 365,
    policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{account}:root"},"Action":"kms:*","Resource":"*"}]}',
  },
  aws_kms_alias: {
    arn: "arn:aws:kms:{region}:{account}:{name}",
    id: "{name}",
    name: "alias/{hash:26}",
    target_key_arn: "arn:aws:kms:{region}:{account}:key/{target_key_id}",
  },
  aws_kms_key_policy: { id: "{key_id}" },
  aws_ssm_parameter: {
    arn: (lookup) => `arn:aws:ssm:{region}:{account}:parameter/${lookup("name").replace(/^\//, "")}`,
    data_type: "text",
    id: "{name}",
    insecure_value: "",
    tier: "Standard",
    value: "{insecure_value}",
    version: 1,
  },
  aws_secretsmanager_secret: {
    arn: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hash:6}",
    id: "{arn}",
    policy: "",
  },
  aws_secretsmanager_secret_version: {
    arn: "{secret_id}",
    id: "{secret_id}|{version_id}",
    version_id: "terraform-{hash:26}",
    version_stages: ["AWSCURRENT"],
  },
  aws_secretsmanager_secret_policy: { id: "{secret_arn}" },
  aws_db_instance: {
    address: "{identifier}.c{hash:11}.{region}.rds.amazonaws.com",
    arn: "arn:aws:rds:{region}:{account}:db:{identifier}",
    availability_zone: "{region}a",
    backup_target: "region",
    backup_window: "05:00-05:30",
    ca_cert_identifier: "rds-ca-rsa2048-g1",
    character_set_name: "",
    database_insights_mode: "standard",
    endpoint: "{address}:{port}",
    engine_lifecycle_support: "open-source-rds-extended-support",
    engine_version_actual: "{engine_version}",
    hosted_zone_id: "Z2R2ITUGPM61AM",
    id: "db-{hash:26}",
    identifier: "{identifier_prefix|terraform-}{hash:26}",
    latest_restorable_time: "",
    license_model: "postgresql-license",
    maintenance_window: "sun:06:00-sun:06:30",
    master_user_secret: (lookup) =>
      lookup("manage_master_user_password") === "true"
        ? [
            {
              kms_key_id: "arn:aws:kms:{region}:{account}:key/{uuid}",
              secret_arn: "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-{uuid}-{hash:6}",
              secret_status: "active",
            },
          ]
        : [],
    network_type: "IPV4",
    option_group_name: "default:{engine}-{engine_version}",
    parameter_group_name: "default.{engine}{engine_version}",
    port: (lookup) => (lookup("engine") === "mysql" || lookup("engine") === "mariadb" ? 3306 : 5432),
    resource_id: "db-{hash:26}",
    status: "available",
    storage_type: "gp3",
  },
  aws_db_parameter_group: { arn: "arn:aws:rds:{region}:{account}:pg:{name}", id: "{name}" },
  aws_db_proxy: {
    arn: "arn:aws:rds:{region}:{account}:db-proxy:prx-{hash:17}",
    endpoint: "{name}.proxy-{hash:12}.{region}.rds.amazonaws.com",
    id: "{name}",
    idle_client_timeout: 1800,
  },
  aws_db_subnet_group: {
    arn: "arn:aws:rds:{region}:{account}:subgrp:{name}",
    id: "{name}",
    supported_network_types: ["IPV4"],
    vpc_id: "vpc-{hash:17}",
  },
  aws_db_event_subscription: {
    arn: "arn:aws:rds:{region}:{account}:es:{name}",
    customer_aws_id: "{account}",
    id: "{name}",
  },
  aws_elasticache_replication_group: {
    arn: "arn:aws:elasticache:{region}:{account}:replicationgroup:{replication_group_id}",
    at_rest_encryption_enabled: "false",
    auto_minor_version_upgrade: "true",
    cluster_mode: "disabled",
    configuration_endpoint_address: "",
    engine: "redis",
    engine_version_actual: "{engine_version}",
    id: "{replication_group_id}",
    ip_discovery: "ipv4",
    maintenance_window: "sun:06:00-sun:07:00",
    network_type: "ipv4",
    num_cache_clusters: 1,
    num_node_groups: 1,
    parameter_group_name: "default.redis7",
    primary_endpoint_address: (lookup) =>
      lookup("transit_encryption_enabled") === "true"
        ? "master.{replication_group_id}.{hash:6}.{short_region}.cache.amazonaws.com"
        : "{replication_group_id}.{hash:6}.ng.0001.{short_region}.cache.amazonaws.com",
    reader_endpoint_address: (lookup) =>
      lookup("transit_encryption_enabled") === "true"
        ? "replica.{replication_group_id}.{hash:6}.{short_region}.cache.amazonaws.com"
        : "{replication_group_id}-ro.{hash:6}.ng.0001.{short_region}.cache.amazonaws.com",
    snapshot_window: "04:00-05:00",
    subnet_group_name: "default",
    transit_encryption_mode: "",
  },
  aws_elasticache_parameter_group: {
    arn: "arn:aws:elasticache:{region}:{account}:parametergroup:{name}",
    id: "{name}",
  },
  aws_elasticache_subnet_group: {
    arn: "arn:aws:elasticache:{region}:{account}:subnetgroup:{name}",
    id: "{name}",
    vpc_id: "vpc-{hash:17}",
  },
  aws_elasticache_user: { arn: "arn:aws:elasticache:{region}:{account}:user:{user_id}", id: "{user_id}" },
  aws_elasticache_user_group: {
    arn: "arn:aws:elasticache:{region}:{account}:usergroup:{user_group_id}",
    id: "{user_group_id}",
  },
  aws_backup_plan: { arn: "arn:aws:backup:{region}:{account}:backup-plan:{id}", id: "{uuid}", version: "{hash:48}" },
  aws_backup_selection: { id: "{uuid}" },
  aws_backup_vault: {
    arn: "arn:aws:backup:{region}:{account}:backup-vault:{name}",
    id: "{name}",
    kms_key_arn: "arn:aws:kms:{region}:{account}:key/{uuid}",
  },
};
