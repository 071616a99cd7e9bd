import { named, type Context, type Correction } from "../correction";
import type { Json, JsonObject } from "../memory";
import type { ProxiedAnswer, ProxiedRequest } from "../message";

/**
 * The local AWS answers an empty `networkConfiguration` for services in bridge mode, where AWS sends none; the Terraform
 * provider dereferences it.
 */
export const emptyNetworkConfiguration: Correction = {
  service: "ecs",
  answer: (answer) =>
    withObjects(answer, (object) => {
      const { networkConfiguration, ...rest } = object;
      const isEmpty = isObject(networkConfiguration) && Object.keys(networkConfiguration).length === 0;
      return networkConfiguration === null || isEmpty ? rest : object;
    }),
};

const rememberedOfServices = ["availabilityZoneRebalancing", "placementStrategy", "placementConstraints"];

/** The local AWS forgets where a service's tasks are placed, and how many a daemon may have at most. */
export const forgottenOfServices: Correction = {
  service: "ecs",
  answer(answer, request, context) {
    const action = actionOf(request);
    if ((action === "CreateService" || action === "UpdateService") && answer.status < 300) {
      const input = read(request.body);
      const key = serviceKey(context, lastPart(input["cluster"]), lastPart(input["service"] ?? input["serviceName"]));
      const given = Object.entries(input).filter(([name]) => rememberedOfServices.includes(name));
      context.memory.set("EcsService", key, { ...context.memory.get("EcsService", key), ...Object.fromEntries(given) });
    }
    return withObjects(answer, (object) => {
      const { serviceArn, clusterArn, serviceName, deploymentConfiguration, schedulingStrategy } = object;
      if (serviceArn === undefined || clusterArn === undefined) return object;
      const key = serviceKey(context, lastPart(clusterArn), lastPart(serviceName));
      const isDaemon = schedulingStrategy === "DAEMON" && isObject(deploymentConfiguration);
      return {
        ...object,
        ...context.memory.get("EcsService", key),
        ...(isDaemon ? { deploymentConfiguration: { maximumPercent: 100, ...deploymentConfiguration } } : {}),
      };
    });
  },
};

/** The local AWS forgets whether a capacity provider drains instances; AWS's default is to drain. */
export const managedDraining: Correction = {
  service: "ecs",
  answer(answer, request, { scope, memory }) {
    const action = actionOf(request);
    if ((action === "CreateCapacityProvider" || action === "UpdateCapacityProvider") && answer.status < 300) {
      const { name, autoScalingGroupProvider: group } = read(request.body);
      if (isObject(group)) memory.set("CapacityProvider", named(scope, String(name)), group);
    }
    return withObjects(answer, (object) => {
      const { autoScalingGroupProvider: group, name } = object;
      if (!isObject(group) || group["autoScalingGroupArn"] === undefined) return object;
      const draining = memory.get("CapacityProvider", named(scope, String(name)))?.["managedDraining"] ?? "ENABLED";
      return { ...object, autoScalingGroupProvider: { ...group, managedDraining: draining } };
    });
  },
};

/** Most room that a deployment can get: every new task beside every old one. */
const roomForAll = 200;

/**
 * The local AWS starts the tasks of a rolling deployment once: what has no room beside the old ones is never started. So it
 * is told that there is room for all; whoever asks is told what was given.
 */
export const roomForDeployments: Correction = {
  service: "ecs",
  request(request, context) {
    const action = actionOf(request);
    if (action !== "CreateService" && action !== "UpdateService") return request;
    const input = read(request.body);
    const { deploymentConfiguration: given, schedulingStrategy, cluster, service, serviceName } = input;
    const key = serviceKey(context, lastPart(cluster), lastPart(service ?? serviceName));
    const isRolling = action === "CreateService" ? schedulingStrategy !== "DAEMON" : context.memory.get("Room", key);
    if (!isObject(given) || given["maximumPercent"] === undefined || !isRolling) return request;
    context.memory.set("Room", key, { maximumPercent: given["maximumPercent"] });
    const deploymentConfiguration = { ...given, maximumPercent: roomForAll };
    return { ...request, body: Buffer.from(JSON.stringify({ ...input, deploymentConfiguration })) };
  },
  answer: (answer, _, context) =>
    withObjects(answer, (object) => {
      const { serviceArn, clusterArn, serviceName, deploymentConfiguration } = object;
      if (serviceArn === undefined || clusterArn === undefined || !isObject(deploymentConfiguration)) return object;
      const known = context.memory.get("Room", serviceKey(context, lastPart(clusterArn), lastPart(serviceName)));
      return { ...object, deploymentConfiguration: { ...deploymentConfiguration, ...known } };
    }),
};

function actionOf({ headers }: ProxiedRequest): string {
  return String(headers["x-amz-target"]).replace(/^.*\./, "");
}

function serviceKey({ scope }: Context, cluster: string, service: string): string {
  return named(scope, `${cluster}/${service}`);
}

/** Name of what is given by name or ARN. */
function lastPart(value: Json | undefined): string {
  return String(value ?? "default").replace(/^.*\//, "");
}

function read(body: Buffer): JsonObject {
  const value: unknown = JSON.parse(body.toString("utf8"));
  return isObject(value) ? value : {};
}

/** The answer with every JSON object in it changed; one that is no JSON stays as it is. */
function withObjects(answer: ProxiedAnswer, change: (object: JsonObject) => JsonObject): ProxiedAnswer {
  try {
    const reviver = (_: string, value: unknown) => (isObject(value) ? change(value) : value);
    return { ...answer, body: Buffer.from(JSON.stringify(JSON.parse(answer.body.toString("utf8"), reviver))) };
  } catch (error) {
    if (error instanceof SyntaxError) return answer;
    throw error;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
