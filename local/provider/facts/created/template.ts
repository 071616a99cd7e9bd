import type { TypeName } from "../../schema/model";

/**
 * A value with slots in its texts: `{name}` is another top-level attribute of the resource (`{name|x}`: or `x` when it is
 * empty), `{account}`, `{region}`, `{hash:8}` that many hexadecimal digits made from the resource, `{uuid}`, and
 * `{service}` and `{kind}`, the first and the other words of the type's name.
 */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [name: string]: Template };

/** Values by path of the attribute. */
export type CreatedValues = Readonly<Record<string, Template>>;

/** Values by type. */
export type CreatedTable = Readonly<Record<TypeName, CreatedValues>>;
