/** How long it takes until the load balancer sees a change in a task's health. */
import type { Settings } from "../manifest/schema";

export interface HealthTiming {
  /** From the task's first good answer until requests reach it, at most. */
  readonly healthyWithinSeconds: number;
  /** From the first bad answer until no more requests reach it, at least and at most. */
  readonly unhealthyAfterSeconds: number;
  readonly unhealthyWithinSeconds: number;
  /** From the first good answer of a task that was unhealthy until requests reach it again, at most. */
  readonly recoveredWithinSeconds: number;
  /** After the start of a task: failures within do not make ECS stop it. */
  readonly graceSeconds: number;
}

/**
 * A check begins every interval, however long the last one took, and fails after its timeout. A fresh target has to pass
 * one check; one that was unhealthy, as many in a row as the healthy threshold says.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function healthTiming({
  intervalSeconds,
  timeoutSeconds,
  healthyThresholdCount,
  unhealthyThresholdCount,
  gracePeriodSeconds,
}: Settings["healthCheck"]): HealthTiming {
  return {
    healthyWithinSeconds: intervalSeconds + timeoutSeconds,
    unhealthyAfterSeconds: (unhealthyThresholdCount - 1) * intervalSeconds,
    unhealthyWithinSeconds: unhealthyThresholdCount * intervalSeconds + timeoutSeconds,
    recoveredWithinSeconds: healthyThresholdCount * intervalSeconds + timeoutSeconds,
    graceSeconds: gracePeriodSeconds,
  };
}
