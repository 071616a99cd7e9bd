import { named, type Correction } from "../correction";
import type { JsonObject } from "../memory";
import { jsonAnswer, queryOf, xmlAnswer, type ProxiedRequest } from "../message";

/** The local AWS scans no image: every scan is over, and found nothing. */
export const scannedImages: Correction = {
  service: "ecr",
  answer(answer, request) {
    if (actionOf(request) !== "DescribeImageScanFindings") return answer;
    const { repositoryName, imageId } = read(request.body);
    const scan = { imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findingSeverityCounts: {} } };
    return jsonAnswer(200, { repositoryName, imageId, ...scan });
  },
};

const kind = "Revision";

/** By its family alone, a task definition is its newest active revision; the local AWS gives the newest of all. */
export const newestRevision: Correction = {
  service: "ecs",
  request(request, { scope, memory }) {
    if (actionOf(request) !== "DescribeTaskDefinition") return request;
    const input = read(request.body);
    const family = String(input["taskDefinition"]);
    if (family.includes(":")) return request;
    const known = memory.under(kind, named(scope, `${family}:`));
    const active = known.filter(({ isActive }) => isActive === true).map(({ revision }) => Number(revision));
    if (active.length === 0) return request;
    const body = JSON.stringify({ ...input, taskDefinition: `${family}:${Math.max(...active)}` });
    return { ...request, body: Buffer.from(body) };
  },
  answer(answer, request, { scope, memory }) {
    const action = actionOf(request);
    if ((action === "RegisterTaskDefinition" || action === "DeregisterTaskDefinition") && answer.status < 300) {
      const { taskDefinition } = read(answer.body) as { taskDefinition?: JsonObject };
      const { family, revision, status } = taskDefinition ?? {};
      const name = named(scope, `${String(family)}:${String(revision)}`);
      memory.set(kind, name, { revision, isActive: status === "ACTIVE" });
    }
    return answer;
  },
};

const targets = "Targets";

/** How many tasks run behind a target group, for `targetsOfTasks`. */
export const tasksOfTargetGroups: Correction = {
  service: "ecs",
  answer(answer, request, { memory }) {
    const action = actionOf(request);
    if (!/^(Create|Update)Service$|^DescribeServices$/.test(action) || answer.status >= 300) return answer;
    const { service, services = [service ?? {}] } = read(answer.body) as ServiceAnswer;
    for (const { loadBalancers = [], runningCount = 0 } of services)
      for (const { targetGroupArn } of loadBalancers)
        if (memory.get(targets, targetGroupArn)?.["healthy"] !== runningCount)
          memory.set(targets, targetGroupArn, { healthy: runningCount });
    return answer;
  },
};

interface ServiceAnswer {
  readonly service?: ServiceObject;
  readonly services?: readonly ServiceObject[];
}

interface ServiceObject {
  readonly loadBalancers?: readonly { readonly targetGroupArn: string }[];
  readonly runningCount?: number;
}

/** Tasks of the local AWS have no address, so none becomes a target: every one that runs counts as a healthy one. */
export const targetsOfTasks: Correction = {
  service: "elasticloadbalancing",
  answer(answer, request, { memory }) {
    const query = queryOf(request);
    const known = memory.get(targets, query.get("TargetGroupArn") ?? "");
    if (query.get("Action") !== "DescribeTargetHealth" || known === undefined) return answer;
    const members = Array.from({ length: Number(known["healthy"]) }, (_, index) => {
      const target = `<Target><Id>i-00000000000000000</Id><Port>${32_768 + index}</Port></Target>`;
      return `<member>${target}<TargetHealth><State>healthy</State></TargetHealth></member>`;
    });
    const result = `<TargetHealthDescriptions>${members.join("")}</TargetHealthDescriptions>`;
    const action = "DescribeTargetHealth";
    return xmlAnswer(200, `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
  },
};

function actionOf({ headers }: ProxiedRequest): string {
  return String(headers["x-amz-target"]).replace(/^.*\./, "");
}

function read(body: Buffer): JsonObject {
  return JSON.parse(body.toString("utf8")) as JsonObject;
}
