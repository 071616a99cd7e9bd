/** Types of other clouds that hold data, as far as a plan beside this platform's is likely to have them. */
import type { Stateful } from "./stateful-type";

function holding(holds: string, types: readonly string[]): Record<string, Stateful> {
  return Object.fromEntries(types.map((type) => [type, { holds }]));
}

export const otherClouds: Readonly<Record<string, Stateful>> = {
  // https://cloud.google.com/docs
  ...holding("its databases", [
    "google_sql_database_instance",
    "google_spanner_instance",
    "google_bigtable_instance",
    "google_alloydb_cluster",
    "google_redis_instance",
    "google_redis_cluster",
  ]),
  ...holding("its rows", [
    "google_sql_database",
    "google_spanner_database",
    "google_bigtable_table",
    "google_bigquery_dataset",
    "google_bigquery_table",
    "google_firestore_database",
  ]),
  ...holding("all its objects", ["google_storage_bucket"]),
  ...holding("its files", ["google_compute_disk", "google_compute_region_disk", "google_filestore_instance"]),
  ...holding("whatever is on its disks", ["google_compute_instance"]),
  ...holding("whatever is encrypted with it", ["google_kms_crypto_key", "google_kms_key_ring"]),
  ...holding("its value", ["google_secret_manager_secret", "google_secret_manager_secret_version"]),
  ...holding("its images and packages", ["google_artifact_registry_repository"]),
  ...holding("its messages", ["google_pubsub_topic", "google_pubsub_subscription"]),
  // https://learn.microsoft.com/azure
  ...holding("its databases", [
    "azurerm_mssql_server",
    "azurerm_mssql_managed_instance",
    "azurerm_postgresql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_mysql_server",
    "azurerm_mysql_flexible_server",
    "azurerm_mariadb_server",
    "azurerm_cosmosdb_account",
    "azurerm_redis_cache",
    "azurerm_kusto_cluster",
    "azurerm_synapse_workspace",
  ]),
  ...holding("its rows", [
    "azurerm_mssql_database",
    "azurerm_mssql_managed_database",
    "azurerm_postgresql_database",
    "azurerm_postgresql_flexible_server_database",
    "azurerm_mysql_database",
    "azurerm_mysql_flexible_database",
    "azurerm_cosmosdb_sql_database",
    "azurerm_cosmosdb_sql_container",
    "azurerm_cosmosdb_mongo_database",
    "azurerm_kusto_database",
  ]),
  ...holding("all its files", [
    "azurerm_storage_account",
    "azurerm_storage_container",
    "azurerm_storage_share",
    "azurerm_storage_table",
    "azurerm_storage_queue",
    "azurerm_storage_data_lake_gen2_filesystem",
    "azurerm_managed_disk",
    "azurerm_netapp_volume",
  ]),
  ...holding("whatever is on its disks", ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]),
  ...holding("its keys and secrets", ["azurerm_key_vault"]),
  ...holding("whatever is encrypted with it", ["azurerm_key_vault_key"]),
  ...holding("its value", ["azurerm_key_vault_secret"]),
  ...holding("its images", ["azurerm_container_registry"]),
  ...holding("its backups", ["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"]),
  ...holding("its log", ["azurerm_log_analytics_workspace"]),
  ...holding("its messages", ["azurerm_eventhub", "azurerm_eventhub_namespace", "azurerm_servicebus_queue"]),
  // Other providers whose types' names do not say it.
  ...holding("its databases", ["mongodbatlas_cluster", "mongodbatlas_advanced_cluster", "snowflake_schema"]),
};
