import { exposed, guard } from "./guard";
import type { Guard } from "./weakening";

/** Of single types of other providers. */
export const guardsOfOtherClouds: Readonly<Record<string, readonly Guard[]>> = {
  azurerm_storage_account: [
    guard("allow_nested_items_to_be_public", "exposed", "on", "would let containers be made public"),
    guard("https_traffic_only_enabled", "encryption-weakened", "off", "would answer unencrypted"),
    guard("enable_https_traffic_only", "encryption-weakened", "off", "would answer unencrypted"),
  ],
  google_storage_bucket: [
    guard("public_access_prevention", "exposed", { from: ["enforced"] }, "could be made public"),
    guard("uniform_bucket_level_access", "exposed", "off", "would let single objects be made public"),
    guard("versioning.enabled", "backups-weakened", "off", "would no longer keep what is overwritten or deleted"),
  ],
  google_sql_database_instance: [
    guard("settings.backup_configuration.enabled", "backups-weakened", "off", "would not be backed up"),
    guard("settings.ip_configuration.ipv4_enabled", "exposed", "on", exposed),
  ],
};
