import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeSpec } from "../../schema/model";

export type Attributes = Readonly<Record<string, AttributeSchema>>;
export type Blocks = Readonly<Record<string, NestedBlockSchema>>;

export const of = (type: TypeSpec) => ({
  required: { type, required: true } as AttributeSchema,
  optional: { type, optional: true } as AttributeSchema,
  computed: { type, optional: true, computed: true } as AttributeSchema,
});
export const string = of("string");
export const number = of("number");
export const bool = of("bool");
export const strings = of(["list", "string"]);
export const stringSet = of(["set", "string"]);
export const numberSet = of(["set", "number"]);

export const block = (attributes: Attributes = {}, blocks: Blocks = {}): BlockSchema => ({ attributes, blocks });
export const list = (minItems: number, maxItems: number, inner: BlockSchema): NestedBlockSchema => ({
  nesting: "list",
  minItems,
  maxItems,
  block: inner,
});
export const set = (minItems: number, inner: BlockSchema): NestedBlockSchema => ({
  nesting: "set",
  minItems,
  maxItems: 0,
  block: inner,
});
export const atMostOne = (inner: BlockSchema) => list(0, 1, inner);
export const exactlyOne = (inner: BlockSchema) => list(1, 1, inner);

export const empty = atMostOne(block());
export const named = atMostOne(block({ name: string.required }));
export const fallback = atMostOne(block({ fallback_behavior: string.required }));
export const textTransformations = set(1, block({ priority: number.required, type: string.required }));
