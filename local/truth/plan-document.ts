/** What `terraform show -json` and `terraform providers schema -json` print, as far as it is compared. */

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface PlanDocument {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly change: Change;
}

export interface Change {
  readonly actions: readonly string[];
  readonly after?: Json;
  /** `true` where the value is known after apply, in the shape of the value. */
  readonly after_unknown?: Json;
  /** `true` where the value is sensitive, in the shape of the value. */
  readonly after_sensitive?: Json;
  /** Paths whose change replaces the resource. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** A type in Terraform's JSON form: `"string"`, `["set", "string"]`, `["object", {...}]`. */
export type TypeJson = string | readonly [string, TypeJson | Readonly<Record<string, TypeJson>>];

export interface BlockJson {
  readonly attributes?: Readonly<Record<string, { readonly type?: TypeJson; readonly sensitive?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly block: BlockJson }>>;
}

export interface SchemaJson {
  /** Version of the stored state. */
  readonly version: number;
  readonly block: BlockJson;
}

/** Resource types of one provider. */
export type Schemas = Readonly<Record<string, SchemaJson>>;

/** `terraform providers schema -json`. */
export interface SchemaDocument {
  readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas?: Schemas }>>;
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
