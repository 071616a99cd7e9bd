/** Services on ECS: which restart, and how many tasks at a time. */
import { counted } from "../../document/text";
import type { ChangedResource } from "../changed-resource";
import { withoutKeys } from "../configuration";
import { isTrue, member, numberOf, textOf } from "../values/value";
import { deltaOf, type Effect, type EffectsOf, touches, valueInWords } from "./operation";
import { rolloutInWords } from "./rollout";
import { taskChanges } from "./task-definition";

/**
 * Arguments whose change makes ECS start new tasks, beside the task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const redeploying: Readonly<Record<string, string>> = {
  capacity_provider_strategy: "other capacity",
  enable_ecs_managed_tags: "managed tags",
  launch_type: "another launch type",
  load_balancer: "another load balancer",
  network_configuration: "another network",
  platform_version: "another platform version",
  propagate_tags: "propagated tags",
  service_connect_configuration: "another service connection",
  service_registries: "another service registry",
  triggers: "its triggers change",
  volume_configuration: "other volumes",
};

export const serviceEffects: EffectsOf = (service, stack) => {
  const subject = nameOf(service);
  const count = numberOf(service.current("desired_count"));
  const isDaemon = service.current("scheduling_strategy") === "DAEMON";
  const tasks = isDaemon ? "a task on each instance" : count === undefined ? "its tasks" : counted(count, "task");
  switch (service.action) {
    case "create":
      return [{ effect: "takes-time", subject, sentence: `starts with ${tasks}` }];
    case "destroy":
      return [
        {
          effect: "interrupts",
          subject,
          sentence: `stops: ${tasks} ${count === 1 ? "ends" : "end"}, and nothing answers any more`,
        },
      ];
    case "replace":
      return [{ effect: "interrupts", subject, sentence: replacement(service) }];
    case "update":
      return [...rollout(service, stack, subject), ...scaling(service, subject)];
    default:
      return [];
  }
};

/** A task definition of a service that is in no plan. */
export const taskDefinitionEffects: EffectsOf = (task, stack) => {
  if (task.action !== "replace" || stack.some((other) => other.place.type === "aws_ecs_service" && runs(other, task)))
    return [];
  const changes = [...taskChanges(task), "new task definition revision", "nothing here runs it yet"];
  return [{ effect: "metadata", subject: nameOf(task), sentence: changes.join("; ") }];
};

/** `billing` of the tag, else the service's own name. */
function nameOf(resource: ChangedResource): string {
  const tag = textOf(resource.current("tags_all", "Service")) ?? textOf(resource.current("tags", "Service"));
  return tag ?? textOf(resource.current("name")) ?? textOf(resource.current("family")) ?? resource.place.label;
}

/** By what the configuration refers to, else by the family in the service's ARN of its task definition. */
function runs(service: ChangedResource, task: ChangedResource): boolean {
  const references = service.references("task_definition");
  if (references.length > 0)
    return references.some((reference) => withoutKeys(modulePrefix(service) + reference) === task.blockAddress);
  const family = textOf(task.current("family"));
  return family !== undefined && (textOf(member(service.before, "task_definition")) ?? "").includes(`/${family}:`);
}

const modulePrefix = ({ blockAddress }: ChangedResource) => /^(?:module\.[^.]+\.)*/.exec(blockAddress)?.[0] ?? "";

/** The key of `count` or `for_each`. */
const keyOf = ({ place }: ChangedResource) => /\[[^\]]*\]$/.exec(place.address)?.[0];

/** Of several instances, the one with the service's own key. */
function taskOf(service: ChangedResource, stack: readonly ChangedResource[]): ChangedResource | undefined {
  const tasks = stack.filter(
    (other) => other.place.type === "aws_ecs_task_definition" && other.action !== "none" && runs(service, other),
  );
  return tasks.find((task) => keyOf(task) === keyOf(service)) ?? tasks[0];
}

function rollout(service: ChangedResource, stack: readonly ChangedResource[], subject: string): Effect[] {
  const others = Object.entries(redeploying).filter(([argument]) => touches(service, argument));
  const isForced = isTrue(deltaOf(service, "force_new_deployment")?.after);
  const isNewTask = touches(service, "task_definition");
  if (!isNewTask && !isForced && others.length === 0) return [];

  const task = isNewTask ? taskOf(service, stack) : undefined;
  const why = [
    ...(task === undefined ? [] : taskChanges(task)),
    ...(isNewTask ? [task === undefined ? "another task definition" : "new task definition revision"] : []),
    ...others.map(([, words]) => words),
    ...(isForced ? ["a new deployment is forced"] : []),
  ];
  const { effect, sentence } = replacedTasks(service);
  return [
    {
      effect,
      subject,
      sentence: [...why, sentence].join("; "),
      addresses: task === undefined ? [] : [task.place.address],
    },
  ];
}

/** ECS's own defaults where nothing is set: 100 and 200 percent, for daemons 0 and 100. */
function replacedTasks(service: ChangedResource): { readonly effect: Effect["effect"]; readonly sentence: string } {
  const minimum = numberOf(service.current("deployment_minimum_healthy_percent"));
  const maximum = numberOf(service.current("deployment_maximum_percent"));
  if (service.current("scheduling_strategy") === "DAEMON")
    return { effect: "restarts", sentence: "on each instance its task is stopped, then started anew" };
  const desiredCount = numberOf(service.current("desired_count"));
  const strategy = textOf(service.current("deployment_configuration", "strategy")) ?? "ROLLING";
  if (strategy !== "ROLLING")
    return {
      effect: "restarts",
      sentence: `all tasks start anew beside the old ones, then traffic moves (${strategy})`,
    };
  if (desiredCount === undefined) return { effect: "restarts", sentence: "its tasks are replaced" };
  return rolloutInWords({
    desiredCount,
    minimumHealthyPercent: minimum ?? 100,
    maximumPercent: maximum ?? 200,
  });
}

function scaling(service: ChangedResource, subject: string): Effect[] {
  const delta = deltaOf(service, "desired_count");
  if (delta === undefined) return [];
  const [from, to] = [numberOf(delta.before) ?? 0, numberOf(delta.after)];
  const sentence = `${valueInWords(delta.before)} -> ${valueInWords(delta.after)} tasks`;
  return [
    {
      effect: to === 0 && from > 0 ? "interrupts" : "restarts",
      subject,
      sentence: to === 0 ? `${sentence}: nothing answers any more` : sentence,
    },
  ];
}

function replacement({ createBeforeDestroy, deltas }: ChangedResource): string {
  const forcing = deltas.filter(({ forcesReplacement }) => forcesReplacement).map(({ path }) => path.join(" > "));
  const because = forcing.length === 0 ? "" : ` (${forcing.join(", ")})`;
  return createBeforeDestroy
    ? `the service is made anew${because}, the new one first`
    : `the service is destroyed and made anew${because}: nothing answers in between`;
}
