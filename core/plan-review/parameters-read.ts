/** SSM parameters that a plan was made on. Terraform reads them while it plans, and not again when it applies. */
import { isArray, type Plan, property } from "./plan";

export interface ParameterRead {
  readonly name: string;
  /** What it was when the plan was made. */
  readonly value: string;
}

/** Those that are no secret: a released image, for example. */
export function parametersRead({ prior_state }: Pick<Plan, "prior_state">): readonly ParameterRead[] {
  const resources = property(property(property(prior_state, "values"), "root_module"), "resources");
  return (isArray(resources) ? resources : []).flatMap((resource) => {
    if (property(resource, "mode") !== "data" || property(resource, "type") !== "aws_ssm_parameter") return [];
    const values = property(resource, "values");
    const [name, value] = [property(values, "name"), property(values, "insecure_value")];
    return typeof name === "string" && typeof value === "string" && value !== "" ? [{ name, value }] : [];
  });
}
