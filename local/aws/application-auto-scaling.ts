/**
 * Application Auto Scaling, which the local AWS lacks: keeps scalable targets, policies and scheduled actions, and tells
 * them; it scales nothing. JSON 1.1, the actions of its API reference.
 */
import { createHash } from "node:crypto";
import { named } from "../proxy/correction";
import type { JsonObject, Memory } from "../proxy/memory";
import { jsonAnswer, scopeOf, type ProxiedAnswer, type Scope, type ServiceRoute } from "../proxy/message";

/** One sort of what the API keeps. */
interface Sort {
  readonly kind: string;
  /** Member that names one, beside those of its target; undefined: the target itself. */
  readonly name?: string;
  /** List that narrows a description, and the member that it is about. */
  readonly narrowedBy: readonly [list: string, member: string];
  /** Member of a description's answer. */
  readonly plural: string;
  readonly arn: string;
  /** What AWS calls it in `ObjectNotFoundException`. */
  readonly called: string;
}

const target: Sort = {
  kind: "ScalableTarget",
  narrowedBy: ["ResourceIds", "ResourceId"],
  plural: "ScalableTargets",
  arn: "ScalableTargetARN",
  called: "scalable target",
};
const policy: Sort = {
  kind: "ScalingPolicy",
  name: "PolicyName",
  narrowedBy: ["PolicyNames", "PolicyName"],
  plural: "ScalingPolicies",
  arn: "PolicyARN",
  called: "scaling policy",
};
const scheduled: Sort = {
  kind: "ScheduledAction",
  name: "ScheduledActionName",
  narrowedBy: ["ScheduledActionNames", "ScheduledActionName"],
  plural: "ScheduledActions",
  arn: "ScheduledActionARN",
  called: "scheduled action",
};

const targetMembers = ["ServiceNamespace", "ResourceId", "ScalableDimension"];
const tagsKind = "ScalableTargetTags";

interface Call {
  readonly scope: Scope;
  readonly memory: Memory;
  readonly input: JsonObject;
}

class ApiError extends Error {}

const actions: Readonly<Record<string, (call: Call) => JsonObject>> = {
  RegisterScalableTarget: (call) => {
    const suspended = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false };
    const made = put(call, target, { SuspendedState: { ...suspended, ScheduledScalingSuspended: false } });
    const { Tags } = call.input;
    if (isObject(Tags)) tag(call, String(made["ScalableTargetARN"]), Tags);
    return { ScalableTargetARN: made["ScalableTargetARN"] };
  },
  DescribeScalableTargets: (call) => describe(call, target),
  DeregisterScalableTarget: (call) => remove(call, target),
  PutScalingPolicy: (call) => ({ PolicyARN: put(call, policy, { Alarms: [] })["PolicyARN"], Alarms: [] }),
  DescribeScalingPolicies: (call) => describe(call, policy),
  DeleteScalingPolicy: (call) => remove(call, policy),
  PutScheduledAction: (call) => put(call, scheduled, {}) && {},
  DescribeScheduledActions: (call) => describe(call, scheduled),
  DeleteScheduledAction: (call) => remove(call, scheduled),
  ListTagsForResource: ({ memory, input }) => ({ Tags: memory.get(tagsKind, String(input["ResourceARN"])) ?? {} }),
  TagResource: (call) => tag(call, String(call.input["ResourceARN"]), call.input["Tags"]),
  UntagResource: ({ memory, input }) => {
    const arn = String(input["ResourceARN"]);
    const gone = new Set(Array.isArray(input["TagKeys"]) ? input["TagKeys"] : []);
    const left = Object.entries(memory.get(tagsKind, arn) ?? {}).filter(([key]) => !gone.has(key));
    memory.set(tagsKind, arn, Object.fromEntries(left));
    return {};
  },
};

/** Answers the requests that are signed for `application-autoscaling`. */
export function applicationAutoScaling(memory: Memory): ServiceRoute {
  return async (request) => {
    const scope = scopeOf(request);
    const name = String(request.headers["x-amz-target"]).replace(/^AnyScaleFrontendService\./, "");
    const action = actions[name];
    if (scope === undefined || action === undefined) return refuse("UnknownOperationException", `There is no ${name}.`);
    try {
      return jsonAnswer(200, action({ scope, memory, input: JSON.parse(request.body.toString("utf8")) as JsonObject }));
    } catch (error) {
      if (error instanceof ApiError) return refuse("ObjectNotFoundException", error.message);
      throw error;
    }
  };
}

function keyOf({ scope, input }: Call, { name }: Sort): string {
  const members = name === undefined ? targetMembers : [...targetMembers, name];
  return named(scope, members.map((member) => String(input[member])).join("|"));
}

/** Makes or changes one: what the request leaves out stays. */
function put(call: Call, sort: Sort, made: JsonObject): JsonObject {
  const { memory, scope, input } = call;
  if (sort !== target && memory.get(target.kind, keyOf(call, target)) === undefined)
    throw new ApiError(`No scalable target registered for ${targetMembers.map((member) => input[member]).join(", ")}`);
  const key = keyOf(call, sort);
  const created = { ...made, CreationTime: Math.floor(Date.now() / 1000), [sort.arn]: arnOf(scope, sort, key) };
  const said = Object.entries(input).filter(([member]) => member !== "Tags");
  const document = { ...(memory.get(sort.kind, key) ?? created), ...Object.fromEntries(said) };
  memory.set(sort.kind, key, document);
  return document;
}

function describe({ scope, memory, input }: Call, sort: Sort): JsonObject {
  const [list, narrowed] = sort.narrowedBy;
  const wanted = input[list];
  const found = memory
    .under(sort.kind, named(scope, ""))
    .filter((one) => targetMembers.every((member) => input[member] === undefined || input[member] === one[member]))
    .filter((one) => !Array.isArray(wanted) || wanted.length === 0 || wanted.includes(one[narrowed]));
  return { [sort.plural]: found };
}

function remove(call: Call, sort: Sort): JsonObject {
  if (!call.memory.delete(sort.kind, keyOf(call, sort)))
    throw new ApiError(`No ${sort.called} found for ${String(call.input["ResourceId"])}`);
  return {};
}

function tag({ memory }: Call, arn: string, tags: unknown): JsonObject {
  if (isObject(tags)) memory.set(tagsKind, arn, { ...memory.get(tagsKind, arn), ...tags });
  return {};
}

function arnOf({ account, region }: Scope, sort: Sort, key: string): string {
  const id = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return sort === target
    ? `arn:aws:application-autoscaling:${region}:${account}:scalable-target/${id}`
    : `arn:aws:autoscaling:${region}:${account}:${sort.kind}:${id}:${key.split("|").slice(1).join("/")}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(type: string, message: string): ProxiedAnswer {
  return jsonAnswer(400, { __type: type, message });
}
