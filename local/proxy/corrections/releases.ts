import { named, type Correction } from "../correction";
import type { JsonObject } from "../memory";
import { jsonAnswer, type ProxiedRequest } from "../message";

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

function actionOf({ headers }: ProxiedRequest): string {
  return String(headers["x-amz-target"]).replace(/^.*\./, "");
}

function read(body: Buffer): JsonObject {
  return JSON.parse(body.toString("utf8")) as JsonObject;
}
