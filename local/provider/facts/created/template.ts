import type { TypeName } from "../../schema/model";

/** What a slot of a template stands for, as text; empty when it has no value. */
export type Lookup = (slot: string) => string;

/**
 * A value with slots in its texts: `{name}` is another top-level attribute of the resource (`{name|x}`: or `x` when it is
 * empty), `{account}`, `{region}`, `{short_region}` (`use1`), `{hash:8}` that many hexadecimal digits made from the
 * resource, `{uuid}`, `{service}` and `{kind}`, the first and the other words of the type's name. A function, where the
 * value depends on an argument.
 */
export type Template =
  | string
  | number
  | boolean
  | readonly Template[]
  | { readonly [name: string]: Template }
  | ((lookup: Lookup) => Template);

/** Values by path of the attribute. */
export type CreatedValues = Readonly<Record<string, Template>>;

/** Values by type. */
export type CreatedTable = Readonly<Record<TypeName, CreatedValues>>;
