import { forgotten } from "./forgotten";

/** The local AWS tells little more of an alarm than its name, metric and threshold. */
export const forgottenOfAlarms = forgotten({
  service: "monitoring",
  told: { PutMetricAlarm: (query) => [query.get("AlarmName") ?? ""] },
  asked: ["DescribeAlarms"],
  idElement: "AlarmName",
  elements: ({ Action: _, Version: __, AlarmName: ___, Tags: ____, ...given }) => given,
});
