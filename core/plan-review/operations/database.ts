/**
 * Databases of RDS: what reboots, and when.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
 */
import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import { isTrue, member, numberOf, textOf } from "../values/value";
import { deltaOf, type Effect, type EffectsOf, valueInWords } from "./operation";

interface Interruption {
  readonly words: string;
  /** Interrupts at once, whatever `apply_immediately` says. */
  readonly atOnce?: true;
  /** Only some changes of it interrupt. */
  readonly when?: (delta: Delta) => boolean;
}

const isZero = (value: Delta["before"]) => (numberOf(value) ?? 0) === 0;

const interrupting: Readonly<Record<string, Interruption>> = {
  instance_class: { words: "instance class" },
  engine_version: { words: "engine version" },
  identifier: { words: "identifier", atOnce: true },
  port: { words: "port", atOnce: true },
  db_subnet_group_name: { words: "subnet group" },
  license_model: { words: "license model" },
  network_type: { words: "network type" },
  ca_cert_identifier: { words: "certificate authority" },
  dedicated_log_volume: { words: "dedicated log volume" },
  // Only the change between having backups and having none.
  backup_retention_period: {
    words: "backup retention",
    when: ({ before, after }) => isZero(before) !== isZero(after),
  },
  // From and to magnetic storage only.
  storage_type: { words: "storage type", when: ({ before, after }) => before === "standard" || after === "standard" },
};

/** Slow, but nobody is cut off. */
const slow: Readonly<Record<string, string>> = {
  allocated_storage: "GiB of storage; slower while it is optimized, and cannot be taken back",
  iops: "provisioned IOPS",
  storage_throughput: "storage throughput",
  multi_az: "Multi-AZ",
};

/** Of `aws_db_instance` and `aws_rds_cluster_instance`. */
export const databaseEffects: EffectsOf = (database) => {
  const subject = database.place.label;
  if (database.action === "destroy" || database.action === "replace")
    return [
      {
        effect: "interrupts",
        subject,
        sentence: `${database.action === "replace" ? "is destroyed and made anew" : "ends"}: whatever uses it fails`,
      },
    ];
  if (database.action === "create")
    return [{ effect: "takes-time", subject, sentence: "is created, which takes 5 to 20 minutes" }];
  if (database.action !== "update") return [];
  return [...interruptions(database, subject), ...slowChanges(database, subject), ...parameterGroup(database, subject)];
};

function interruptions(database: ChangedResource, subject: string): Effect[] {
  const found = Object.entries(interrupting).flatMap(([name, { words, atOnce, when }]) => {
    const delta = deltaOf(database, name);
    if (delta === undefined || when?.(delta) === false) return [];
    return [
      {
        change: `${words} ${valueInWords(delta.before)} -> ${valueInWords(delta.after)}`,
        isNow: atOnce === true || isApplied(database),
      },
    ];
  });
  const hasStandby = isTrue(database.current("multi_az")) && isTrue(member(database.before, "multi_az"));
  const outage = hasStandby ? "a failover of a minute or two" : "down for minutes, as it has no standby";
  return [true, false].flatMap((isNow): Effect[] => {
    const changes = found.filter((change) => change.isNow === isNow).map(({ change }) => change);
    if (changes.length === 0) return [];
    return [
      {
        effect: "interrupts",
        subject,
        sentence: `${changes.join("; ")}: ${outage}, ${isNow ? "at once" : window(database)}`,
      },
    ];
  });
}

const isApplied = (database: ChangedResource) => isTrue(database.current("apply_immediately"));

function window(database: ChangedResource): string {
  const when = textOf(database.current("maintenance_window"));
  return when === undefined ? "in the next maintenance window" : `in the next maintenance window (${when} UTC)`;
}

function slowChanges(database: ChangedResource, subject: string): Effect[] {
  return Object.entries(slow).flatMap(([name, words]): Effect[] => {
    const delta = deltaOf(database, name);
    if (delta === undefined) return [];
    const when = isApplied(database) ? "at once" : window(database);
    return [{ effect: "takes-time", subject, sentence: `${changeOf(name, delta, words)}, ${when}` }];
  });
}

function changeOf(name: string, { before, after }: Delta, words: string): string {
  if (name === "multi_az")
    return isTrue(after)
      ? "gets a standby in another zone"
      : "loses its standby in the other zone: the next failure or change is an outage";
  return `${valueInWords(before)} -> ${valueInWords(after)} ${words}`;
}

function parameterGroup(database: ChangedResource, subject: string): Effect[] {
  const delta = deltaOf(database, "parameter_group_name");
  if (delta === undefined) return [];
  return [
    { effect: "metadata", subject, sentence: "another parameter group, which takes effect with the next reboot" },
  ];
}

/** Of `aws_db_parameter_group` and its siblings: each parameter says itself when it takes effect. */
export const parameterEffects: EffectsOf = (group) => {
  if (group.action !== "update") return [];
  const changed = group.deltas.filter(({ argument, noise }) => argument.startsWith("parameter") && noise === undefined);
  return changed.map(({ path, before, after }): Effect => {
    const name = path[1] ?? "parameter";
    const isPending = isAppliedAtReboot(group, name);
    return {
      effect: "metadata",
      subject: group.place.label,
      sentence: `${name} ${valueInWords(before)} -> ${valueInWords(after)}, ${isPending ? "with the next reboot, which this plan does not do" : "at once, without a reboot"}`,
    };
  });
};

function isAppliedAtReboot(group: ChangedResource, name: string): boolean {
  const parameters = group.current("parameter");
  const found = Array.isArray(parameters)
    ? parameters.find((parameter) => member(parameter, "name") === name)
    : undefined;
  return member(found, "apply_method") === "pending-reboot";
}
