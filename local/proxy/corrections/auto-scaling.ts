import { named, type Correction } from "../correction";
import { queryList, queryOf, withText, xmlAnswer } from "../message";
import { withElements } from "./forgotten";

const kind = "EnabledMetrics";

/** The local AWS knows no group metrics: which are collected is remembered, and told with the group. */
export const groupMetrics: Correction = {
  service: "autoscaling",
  answer(answer, request, { scope, memory }) {
    const query = queryOf(request);
    const action = query.get("Action") ?? "";
    if (action === "DescribeAutoScalingGroups")
      return withText(answer, (text) =>
        withElements(text, "AutoScalingGroupName", (group) => memory.get(kind, named(scope, group))),
      );
    if (action !== "EnableMetricsCollection" && action !== "DisableMetricsCollection") return answer;
    const name = named(scope, query.get("AutoScalingGroupName") ?? "");
    const given = queryList(query, "Metrics.member");
    const before = metricsOf(memory.get(kind, name)?.[kind]);
    const isEnabling = action === "EnableMetricsCollection";
    const after = isEnabling
      ? [...new Set([...before, ...given])]
      : before.filter((metric) => given.length > 0 && !given.includes(metric));
    memory.set(kind, name, {
      [kind]: after
        .map((metric) => `<member><Metric>${metric}</Metric><Granularity>1Minute</Granularity></member>`)
        .join(""),
    });
    return xmlAnswer(200, `<${action}Response></${action}Response>`);
  },
};

function metricsOf(xml: unknown): readonly string[] {
  return [...String(xml ?? "").matchAll(/<Metric>(\w+)</g)].map(([, metric = ""]) => metric);
}
