/** Plans written by hand, after Terraform's documentation of the format; nothing of this project's provider is in them. */
import { parsePlan } from "../../core/plan-review/parse";
import type { Review, StackPlan } from "../../core/plan-review/review";
import { reviewPlans } from "../../core/plan-review/review-plans";

/** A value of JSON, as far as a plan has it. */
export type Values = Readonly<Record<string, unknown>>;

/** An entry of `resource_changes`. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: Values;
  readonly [more: string]: unknown;
}

type More = Values & { readonly change?: Values };

function resourceChange(type: string, name: string, change: Values, more: More = {}): ResourceChange {
  const { change: changeMore = {}, ...others } = more;
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change, ...changeMore },
    ...others,
  };
}

export const created = (type: string, name: string, after: Values, more?: More) =>
  resourceChange(type, name, { actions: ["create"], before: null, after, before_sensitive: false }, more);

export const updated = (type: string, name: string, before: Values, after: Values, more?: More) =>
  resourceChange(type, name, { actions: ["update"], before, after }, more);

export const destroyed = (type: string, name: string, before: Values, more?: More) =>
  resourceChange(type, name, { actions: ["delete"], before, after: null, after_sensitive: false }, more);

/** @param paths what forces it */
export const replaced = (
  type: string,
  name: string,
  before: Values,
  after: Values,
  paths: readonly (readonly (string | number)[])[] = [],
  more?: More,
) =>
  resourceChange(
    type,
    name,
    { actions: ["delete", "create"], before, after, replace_paths: paths },
    { action_reason: "replace_because_cannot_update", ...more },
  );

export const unchanged = (type: string, name: string, values: Values, more?: More) =>
  resourceChange(type, name, { actions: ["no-op"], before: values, after: values }, more);

/** What `terraform show -json` would print. */
export function planJson(changes: readonly ResourceChange[], more: Values = {}): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    timestamp: "2027-01-31T10:00:00Z",
    errored: false,
    resource_changes: changes,
    ...more,
  });
}

/** SHA-256 of no particular plan. */
export const planHash = "0f".repeat(32);

export function stackPlan(stack: string, changes: readonly ResourceChange[], more: Values = {}): StackPlan {
  return { stack, plan: parsePlan(planJson(changes, more), `${stack}.json`), sha256: planHash };
}

/** The review of one plan, of stack `app`. */
export function reviewOf(changes: readonly ResourceChange[], more: Values = {}): Review {
  return reviewPlans([stackPlan("app", changes, more)]);
}

/** `configuration` of resources of the root module, from their expressions by address. */
export function configurationOf(resources: Readonly<Record<string, Values>>, more: Values = {}): Values {
  return {
    configuration: {
      root_module: {
        resources: Object.entries(resources).map(([address, expressions]) => ({
          address,
          mode: "managed",
          expressions,
        })),
        ...more,
      },
    },
  };
}

/** Each difference of the only resource in a review as `path: before -> after`. */
export function differencesOf(review: Review): string[] {
  return review.resources.flatMap(({ differences }) =>
    differences.map(({ path, before, after }) => `${path.join(" > ")}: ${before.text} -> ${after.text}`),
  );
}
