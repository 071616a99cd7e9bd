/** How many of something may run: the limits of application auto scaling. */
import type { ChangedResource } from "../changed-resource";
import { member, numberOf, textOf } from "../values/value";
import { deltaOf, type EffectsOf } from "./operation";

/** What is counted, by scalable dimension; others count capacity. */
const units: Readonly<Record<string, string>> = {
  "ecs:service:DesiredCount": "tasks",
  "rds:cluster:ReadReplicaCount": "readers",
  "elasticache:replication-group:Replicas": "replicas",
  "lambda:function:ProvisionedConcurrency": "instances kept ready",
};

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const scalingEffects: EffectsOf = (target, stack) => {
  const subject = subjectOf(target);
  const unit = units[textOf(target.current("scalable_dimension")) ?? ""] ?? "units of capacity";
  const hasEnded = stack.some(({ place, action }) => place.type === "aws_ecs_service" && action === "destroy");
  if (target.action === "destroy" && !hasEnded)
    return [{ effect: "scales", subject, sentence: `is not scaled any more: as many ${unit} stay as run now` }];
  const [least, most] = [deltaOf(target, "min_capacity"), deltaOf(target, "max_capacity")];
  if (target.action !== "update" || (least === undefined && most === undefined)) return [];
  const [from, to] = [limitsOf(target.before), limitsOf(target.after)];
  if (to.max === 0) return [{ effect: "interrupts", subject, sentence: `no ${unit} any more: nothing answers` }];
  const fewer = (to.max ?? Infinity) < (from.max ?? 0) ? "; those beyond end" : "";
  const more = (to.min ?? 0) > (from.min ?? Infinity) ? "; those that lack start" : "";
  const words =
    least !== undefined && most !== undefined
      ? `${to.min ?? "?"} to ${to.max ?? "?"} ${unit} instead of ${from.min ?? "?"} to ${from.max ?? "?"}`
      : most === undefined
        ? `at least ${to.min ?? "?"} ${unit} instead of ${from.min ?? "?"}`
        : `up to ${to.max ?? "?"} ${unit} instead of ${from.max ?? "?"}`;
  return [{ effect: "scales", subject, sentence: `${words}${more}${fewer}` }];
};

function limitsOf(values: ChangedResource["before"]) {
  return { min: numberOf(member(values, "min_capacity")), max: numberOf(member(values, "max_capacity")) };
}

/** The service of the tag, else the last part of `service/cluster/billing`. */
function subjectOf(target: ChangedResource): string {
  const tag = textOf(target.current("tags_all", "Service"));
  return tag ?? textOf(target.current("resource_id"))?.split("/").at(-1) ?? target.place.label;
}
