import type { Environment } from "../../../core/environment/schema";
import { names } from "../../../core/naming/names";
import { anyName, global, reference, regional, type ServiceAccess } from "./service-access";

/** Alarms and the dashboard. */
export const cloudwatch: ServiceAccess = {
  service: "cloudwatch",
  source: reference("amazoncloudwatch"),
  types: {
    aws_cloudwatch_metric_alarm: {
      reads: ["DescribeAlarms", "ListTagsForResource"],
      writes: ["PutMetricAlarm", "DeleteAlarms", "TagResource", "UntagResource"],
    },
    aws_cloudwatch_dashboard: { reads: ["GetDashboard"], writes: ["PutDashboard", "DeleteDashboards"] },
    // A target tracking policy makes alarms of its own, with the caller's rights.
    // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
    aws_appautoscaling_policy: { reads: ["DescribeAlarms"], writes: ["PutMetricAlarm", "DeleteAlarms"] },
  },
  unnamed: [],
  // CloudWatch checks a search for alarms against all of them.
  readable: (environment) => [regional(environment, "cloudwatch", "alarm:*"), dashboard(environment)],
  writeRules: (environment) => [
    {
      sid: "Writes",
      resources: [
        regional(environment, "cloudwatch", `alarm:${anyName(environment)}`),
        regional(environment, "cloudwatch", `alarm:TargetTracking-service/${names.cluster(environment)}/*`),
        dashboard(environment),
      ],
    },
  ],
};

const dashboard = (environment: Environment) =>
  global(environment, "cloudwatch", `dashboard/${names.shared(environment)}*`);
