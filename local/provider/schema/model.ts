/** The schema of a provider as Terraform's plugin protocol understands it, in plain data that can be cached as JSON. */

/** A Terraform type constraint in its own JSON form: `"string"`, `["list", "string"]`, `["object", {...}]`. */
export type TypeSpec =
  "string" | "number" | "bool" | ["list" | "set" | "map", TypeSpec] | ["object", { readonly [name: string]: TypeSpec }];

/** An argument, an attribute, or both. Flags that do not apply are absent. */
export interface AttributeSchema {
  readonly type: TypeSpec;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
  readonly writeOnly?: true;
  readonly deprecated?: true;
}

/** A block inside a block. `maxItems` 0 means unlimited. */
export interface NestedBlockSchema {
  readonly nesting: "single" | "list" | "set";
  readonly minItems: number;
  readonly maxItems: number;
  readonly block: BlockSchema;
}

/** The inside of a block. */
export interface BlockSchema {
  readonly attributes: { readonly [name: string]: AttributeSchema };
  readonly blocks: { readonly [name: string]: NestedBlockSchema };
}

/** A resource, a data source or the provider's own configuration. `version` is the version of the stored state. */
export interface Schema {
  readonly version: number;
  readonly block: BlockSchema;
}

/**
 * A Terraform type as the rest of the provider names it: `aws_vpc` for a resource, `data.aws_region` for a data source,
 * `provider` for the provider's own configuration.
 */
export type TypeName = string;

/** Whether the name is a data source's. */
export function isDataSource(type: TypeName): boolean {
  return type.startsWith("data.");
}
