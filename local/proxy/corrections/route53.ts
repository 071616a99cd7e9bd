import type { Correction } from "../correction";
import { withText, type ProxiedAnswer, type ProxiedRequest } from "../message";

const kind = "HostedZone";

/**
 * AWS chooses the ids of hosted zones, and the environment names one that was there before the platform. A zone created
 * with such an id as its caller reference goes by that id; the local AWS knows it by its own.
 */
export const namedZones: Correction = {
  service: "route53",
  request(request, { memory, scope }) {
    const path = request.path.replace(/(?<=\/(?:hostedzone|tags\/hostedzone)\/)Z\w+/, (id) => {
      const local = memory.get(kind, `${scope.account}/${id}`)?.["local"];
      return typeof local === "string" ? local : id;
    });
    return { ...request, path };
  },
  answer(answer, request, { memory, scope }) {
    const created = zoneCreated(request, answer);
    if (created !== undefined) memory.set(kind, `${scope.account}/${created.id}`, created);
    const zones = memory.under(kind, `${scope.account}/`);
    return withText(answer, (text) =>
      zones.reduce((named, { id, local }) => named.replaceAll(String(local), String(id)), text),
    );
  },
};

function zoneCreated(request: ProxiedRequest, answer: ProxiedAnswer) {
  if (request.method !== "POST" || !/\/hostedzone\/?$/.test(request.path) || answer.status >= 300) return undefined;
  const [, id] = /<CallerReference>(Z\w+)</.exec(request.body.toString("utf8")) ?? [];
  const [, local] = /<Id>\/hostedzone\/(\w+)</.exec(answer.body.toString("utf8")) ?? [];
  return id === undefined || local === undefined ? undefined : { id, local };
}
