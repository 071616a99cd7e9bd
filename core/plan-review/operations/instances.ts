/** Instances and groups of them. */
import { counted } from "../../document/text";
import type { ChangedResource } from "../changed-resource";
import { isList, member, numberOf } from "../values/value";
import { deltaOf, type Effect, type EffectsOf, touches, valueInWords } from "./operation";

/** Arguments that start an instance refresh where one is configured; others have to be named as triggers. */
const refreshing = ["launch_template", "launch_configuration", "mixed_instances_policy"];

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html */
export const groupEffects: EffectsOf = (group) => {
  const subject = group.place.label;
  if (group.action === "destroy" || group.action === "replace")
    return [
      {
        effect: "interrupts",
        subject,
        sentence: `${group.action === "replace" ? "is destroyed and made anew" : "ends"}: its instances are terminated`,
      },
    ];
  if (group.action !== "update") return [];
  return [...refresh(group, subject), ...size(group, subject)];
};

function refresh(group: ChangedResource, subject: string): Effect[] {
  if (!touches(group, ...refreshing)) return [];
  const preferences = member(group.after, "instance_refresh", "preferences");
  const hasRefresh = member(group.after, "instance_refresh", "strategy") !== undefined;
  if (!hasRefresh)
    return [
      {
        effect: "metadata",
        subject,
        sentence: "another launch template, for instances that start from now on; the running ones stay as they are",
      },
    ];
  const count = numberOf(group.current("desired_capacity"));
  const minimum = numberOf(member(preferences, "min_healthy_percentage")) ?? 90;
  const maximum = numberOf(member(preferences, "max_healthy_percentage"));
  const instances =
    count === undefined ? "its instances are" : count === 1 ? "1 instance is" : `${count} instances are`;
  const order = minimum >= 100 ? "new ones first" : `at least ${minimum} percent stay up`;
  const limit = maximum === undefined ? "" : `, at most ${maximum} percent at a time`;
  return [
    {
      effect: minimum === 0 ? "interrupts" : "restarts",
      subject,
      sentence: `instance refresh: ${instances} replaced, ${order}${limit}; the apply does not wait for it`,
    },
  ];
}

function size(group: ChangedResource, subject: string): Effect[] {
  const changes = ["min_size", "max_size", "desired_capacity"].flatMap((name) => {
    const delta = deltaOf(group, name);
    return delta === undefined ? [] : [`${name} ${valueInWords(delta.before)} -> ${valueInWords(delta.after)}`];
  });
  const shrinks = ["max_size", "desired_capacity"].some((name) => {
    const delta = deltaOf(group, name);
    return delta !== undefined && (numberOf(delta.after) ?? Infinity) < (numberOf(delta.before) ?? 0);
  });
  if (changes.length === 0) return [];
  return [
    {
      effect: shrinks ? "restarts" : "scales",
      subject,
      sentence: shrinks ? `${changes.join("; ")}: instances may be terminated` : changes.join("; "),
    },
  ];
}

/** Arguments that stop an instance and start it again. */
const stopping = ["instance_type", "user_data", "user_data_base64", "ebs_optimized", "cpu_options"];

export const instanceEffects: EffectsOf = (instance) => {
  const subject = instance.place.label;
  if (instance.action === "destroy" || instance.action === "replace")
    return [
      {
        effect: "interrupts",
        subject,
        sentence: instance.action === "replace" ? "is terminated and made anew" : "is terminated",
      },
    ];
  const changed = instance.action === "update" ? stopping.filter((name) => touches(instance, name)) : [];
  return changed.length === 0
    ? []
    : [{ effect: "interrupts", subject, sentence: `${changed.join(", ")}: is stopped and started again` }];
};

/** https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html */
export const nodeGroupEffects: EffectsOf = (group) => {
  const subject = group.place.label;
  if (group.action === "destroy" || group.action === "replace")
    return [{ effect: "interrupts", subject, sentence: "its nodes end" }];
  const changed = ["version", "release_version", "launch_template"].filter((name) => touches(group, name));
  const unavailable = numberOf(group.current("update_config", "max_unavailable")) ?? 1;
  return group.action !== "update" || changed.length === 0
    ? []
    : [
        {
          effect: "restarts",
          subject,
          sentence: `${changed.join(", ")}: nodes are drained and replaced, ${counted(unavailable, "node")} at a time`,
        },
      ];
};

export const functionEffects: EffectsOf = (lambda) => {
  const subject = lambda.place.label;
  if (lambda.action === "destroy" || lambda.action === "replace")
    return [
      { effect: "interrupts", subject, sentence: lambda.action === "replace" ? "is destroyed and made anew" : "ends" },
    ];
  const isNew = touches(lambda, "source_code_hash", "image_uri", "s3_key", "filename", "runtime", "handler", "layers");
  return lambda.action === "update" && isNew && !isList(lambda.after)
    ? [{ effect: "restarts", subject, sentence: "other code from the next call on" }]
    : [];
};
