/**
 * What `terraform show -json <plan>` prints (and OpenTofu's), as far as it is read.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export interface Plan {
  readonly terraform_version?: string;
  /** When it was planned; ISO 8601. */
  readonly timestamp?: string;
  /** Every resource instance, those without a change included. */
  readonly resource_changes: readonly ResourceChange[];
  /** What a refresh found to differ from the last apply; `before` is what was stored, `after` what there is. */
  readonly resource_drift: readonly ResourceChange[];
  readonly deferred_changes: readonly DeferredChange[];
  readonly output_changes: Readonly<Record<string, Change>>;
  readonly checks: readonly Json[];
  /** Values given to variables; sensitive ones are not marked here but where they are declared, in `configuration`. */
  readonly variables: JsonObject;
  readonly prior_state: JsonObject;
  readonly configuration: JsonObject;
}

export interface ResourceChange {
  readonly address: string;
  /** Present where the address changed, by a `moved` block for example. */
  readonly previous_address?: string;
  readonly module_address?: string;
  /** `data` for data sources. */
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly provider_name?: string;
  /** Key of an object left over from a replacement that did not finish. */
  readonly deposed?: string;
  readonly change: Change;
  /** Why, as one of a growing list of codes: `replace_because_tainted`. */
  readonly action_reason?: string;
}

export interface DeferredChange {
  readonly reason: string;
  readonly resource_change: ResourceChange;
}

export interface Change {
  /** `["delete", "create"]` and `["create", "delete"]` are replacements. */
  readonly actions: readonly string[];
  readonly before: Json;
  /** Without what is known after apply only. */
  readonly after: Json;
  /** `true` where a value is known after apply only, in the shape of the value. */
  readonly after_unknown: Json;
  /** `true` where a value is sensitive, in the shape of the value. */
  readonly before_sensitive: Json;
  readonly after_sensitive: Json;
  /** Paths whose change forces a replacement. */
  readonly replace_paths: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own property: what every object inherits does not count. */
export function property(value: Json | undefined, name: string | number): Json | undefined {
  if (isArray(value)) return typeof name === "number" ? value[name] : undefined;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
