/** Settings that guard data, of every type that has them and of single types. */
import { deletable, exposed, guard, unencrypted } from "./guard";
import { guardsByType } from "./guards-by-type";
import { statefulType } from "./stateful";
import type { Guard } from "./weakening";

/** Of every type that has the argument. */
const everywhere: readonly Guard[] = [
  guard("deletion_protection", "unprotected", "off", deletable),
  guard("deletion_protection_enabled", "unprotected", "off", deletable),
  guard("enable_deletion_protection", "unprotected", "off", deletable),
  guard("disable_api_termination", "unprotected", "off", "would lose its protection from termination"),
  guard("purge_protection_enabled", "unprotected", "off", "could be purged"),
  guard(
    "force_destroy",
    "unprotected",
    "on",
    "would be destroyed together with all that is in it, whenever it is destroyed",
  ),
  guard(
    "force_delete",
    "unprotected",
    "on",
    "would be destroyed together with all that is in it, whenever it is destroyed",
  ),
  guard("storage_encrypted", "encryption-weakened", "off", unencrypted),
  guard("encrypted", "encryption-weakened", "off", unencrypted),
  guard("at_rest_encryption_enabled", "encryption-weakened", "off", unencrypted),
  guard("transit_encryption_enabled", "encryption-weakened", "off", "would answer unencrypted"),
  guard(
    "transit_encryption_mode",
    "encryption-weakened",
    { from: ["required"] },
    "would answer unencrypted connections too",
  ),
  guard("kms_key_id", "encryption-weakened", "gone", "would no longer be encrypted with its own key"),
  guard("kms_key_arn", "encryption-weakened", "gone", "would no longer be encrypted with its own key"),
  guard("kms_master_key_id", "encryption-weakened", "gone", "would no longer be encrypted with its own key"),
  guard("encryption_configuration", "encryption-weakened", "gone", "would no longer be encrypted with its own key"),
  guard(
    "backup_retention_period",
    "backups-weakened",
    "lower",
    "would keep its backups for less time; older ones are deleted",
  ),
  guard("automated_snapshot_retention_period", "backups-weakened", "lower", "would keep its backups for less time"),
  guard(
    "snapshot_retention_limit",
    "backups-weakened",
    "lower",
    "would keep its snapshots for less time; older ones are deleted",
  ),
  guard(
    "skip_final_snapshot",
    "backups-weakened",
    "on",
    "would be destroyed without a last snapshot, whenever it is destroyed",
  ),
  guard(
    "skip_final_backup",
    "backups-weakened",
    "on",
    "would be destroyed without a last backup, whenever it is destroyed",
  ),
  guard(
    "final_snapshot_identifier",
    "backups-weakened",
    "gone",
    "would be destroyed without a last snapshot, whenever it is destroyed",
  ),
  guard(
    "delete_automated_backups",
    "backups-weakened",
    "on",
    "would take its backups with it, whenever it is destroyed",
  ),
  guard("point_in_time_recovery.enabled", "backups-weakened", "off", "could no longer be restored to a moment"),
  guard("publicly_accessible", "exposed", "on", exposed),
  guard("public_network_access_enabled", "exposed", "on", exposed),
  guard("map_public_ip_on_launch", "exposed", "on", "would give whatever starts in it a public address"),
  guard("associate_public_ip_address", "exposed", "on", exposed),
];

/** They guard what is in a resource, and say nothing where nothing is. */
const guardContent = new Set(["force_destroy", "force_delete"]);

export function guardsOf(type: string): readonly Guard[] {
  const own = Object.hasOwn(guardsByType, type) ? (guardsByType[type] ?? []) : [];
  const replaced = new Set(own.map(({ argument }) => argument));
  const holdsData = statefulType(type) !== undefined;
  return [
    ...own,
    ...everywhere.filter(({ argument }) => !replaced.has(argument) && (holdsData || !guardContent.has(argument))),
  ];
}
