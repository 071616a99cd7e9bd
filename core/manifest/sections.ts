/** The groups of a service's settings: health check, deployment, scaling. */
import { z } from "zod";
import { checked, distinct, oneOf, patterned, wholeNumber } from "../document/schema-kit";
import { scheduleProblem, timezoneProblem } from "./cron";

const rollbackAlarm = oneOf({
  "unhealthy-hosts": "Tasks fail their health check for 3 minutes.",
  "5xx-rate": "More than 5 percent of the answers are server errors for 3 minutes.",
  "latency-p95": "One in twenty answers takes longer than 2 seconds for 5 minutes.",
});

export const healthCheck = z.strictObject({
  path: patterned(
    /^\/[A-Za-z0-9._~/-]*$/,
    "a path that starts with / and holds letters, digits and . _ ~ / - only (no query)",
    "/health",
  )
    .max(1_024)
    .describe("Path that answers 200 when the service is well."),
  intervalSeconds: wholeNumber(5, 300).describe("Seconds between two health checks of a target."),
  timeoutSeconds: wholeNumber(2, 120).describe("Seconds to wait for an answer; less than the interval."),
  healthyThresholdCount: wholeNumber(2, 10).describe("Successes until a target counts as healthy."),
  unhealthyThresholdCount: wholeNumber(2, 10).describe("Failures until a target counts as unhealthy."),
  successCodes: patterned(
    /^[2-4]\d{2}([-,][2-4]\d{2})*$/,
    'HTTP codes from 200 to 499, as "200", "200,202" or "200-299"',
    "200",
    "200,202",
    "200-299",
  ).describe('HTTP codes that count as healthy: "200", "200,202", "200-299".'),
  gracePeriodSeconds: wholeNumber(0, 2_147_483_647).describe(
    "Seconds after the start of a task in which failures do not count. Give it longer than the slowest start.",
  ),
});

export const deployment = z.strictObject({
  minimumHealthyPercent: wholeNumber(0, 100).describe("Tasks that must stay up during a deployment, in percent."),
  maximumPercent: wholeNumber(100, 200).describe("Tasks that may run during a deployment, in percent."),
  rollbackAlarms: distinct(z.array(rollbackAlarm)).describe(
    "Alarms that roll a deployment back, beside the circuit breaker, which is always on.",
  ),
});

const schedule = z.strictObject({
  name: patterned(
    /^[a-z][a-z0-9-]{1,30}$/,
    "2 to 31 characters: lower-case letters a-z, digits and hyphens",
    "night",
  ).describe("Name of the schedule, unique within the service."),
  cron: checked(patterned(/^cron\(.+\)$/, 'an expression such as "cron(0 8 ? * MON-FRI *)"'), scheduleProblem).meta({
    description: "Application Auto Scaling expression: minutes hours day-of-month month day-of-week year.",
    examples: ["cron(0 8 ? * MON-FRI *)"],
  }),
  timezone: checked(z.string(), timezoneProblem)
    .default("UTC")
    .meta({ description: "IANA time zone of the expression.", examples: ["America/New_York", "Asia/Kolkata"] }),
  min: wholeNumber(0, 100).describe("Tasks that always run from this time on."),
  max: wholeNumber(1, 100).describe("Tasks that autoscaling may reach from this time on."),
});

export const scaling = z.strictObject({
  min: wholeNumber(0, 100).describe("Tasks that always run."),
  max: wholeNumber(1, 100).describe("Tasks that autoscaling may reach."),
  targetCpuPercent: wholeNumber(10, 95).describe("Average CPU use that autoscaling aims at, in percent."),
  targetMemoryPercent: wholeNumber(10, 95)
    .optional()
    .describe(
      "Average memory use to aim at, in percent. Without it, memory has no say: uWSGI's resident memory rarely falls.",
    ),
  requestsPerTarget: wholeNumber(1, 1_000_000)
    .optional()
    .describe("Requests per minute and task to aim at. Without it, requests have no say."),
  scaleInCooldownSeconds: wholeNumber(0, 3_600).describe("Seconds after a change of size before tasks are taken away."),
  scaleOutCooldownSeconds: wholeNumber(0, 3_600).describe("Seconds after a change of size before tasks are added."),
  schedules: z
    .array(schedule)
    .max(20)
    .describe(
      "Other limits from given times on. With schedules, min and max are the limits at creation only: let schedules name every change, back to the day's limits too.",
    ),
});
