/** What fits as long as nothing happens: the findings that stop nobody. */
import type { Environment } from "../environment/schema";
import { capacityPlan, type Sized } from "./plan";
import { proveCapacity } from "./prove";
import { describeFinding } from "./shortage";

/** One line each; none where everything fits, whatever happens. */
export function capacityWarnings(services: readonly Sized[], environment: Environment): string[] {
  const plan = capacityPlan(services, environment);
  return proveCapacity(plan)
    .filter(({ severity }) => severity === "warning")
    .map((finding) => describeFinding(finding, plan, environment.name));
}
