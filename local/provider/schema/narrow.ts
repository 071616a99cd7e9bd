/** A provider that serves what some configurations use, and nothing else: terraform reads large schemas slowly. */
import type { BlockSchema, TypeName } from "./model";

/** Leaves out of a type's schema what is not needed; undefined leaves the type out. */
export type Narrowing = (type: TypeName, block: BlockSchema) => BlockSchema | undefined;

interface Configuration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Types of which most of the schema is never used: statements of firewall rules hold statements, to a depth. */
const nested: Readonly<Record<TypeName, readonly string[]>> = {
  aws_wafv2_rule_group: ["rule", "statement"],
  aws_wafv2_web_acl: ["rule", "statement"],
};

/**
 * What the configurations (Terraform JSON) use. A state that was written with another narrowing can be read: what is
 * not in the schema any more is empty in it.
 */
export function narrowedTo(configurations: readonly Configuration[]): Narrowing {
  const used = new Map<TypeName, unknown[]>();
  for (const { resource = {}, data = {} } of configurations) {
    const sources = Object.entries(data).map(([type, named]) => [`data.${type}`, named] as const);
    for (const [type, named] of [...Object.entries(resource), ...sources])
      used.set(type, [...(used.get(type) ?? []), ...Object.values(named)]);
  }
  return (type, block) => {
    if (type === "provider") return block;
    const values = used.get(type);
    return values === undefined ? undefined : narrow(block, values, nested[type]);
  };
}

/** @param path blocks to go down before anything is left out; undefined: nothing is */
function narrow(block: BlockSchema, values: readonly unknown[], path: readonly string[] | undefined): BlockSchema {
  if (path === undefined) return block;
  const [next, ...rest] = path;
  const blocks = Object.entries(block.blocks).flatMap(([name, inner]) => {
    if (next !== undefined && name !== next) return [[name, inner] as const];
    const given = values.flatMap((value) => itemsOf(value, name));
    if (next === undefined && given.length === 0 && inner.minItems === 0) return [];
    return [[name, { ...inner, block: narrow(inner.block, given, rest) }] as const];
  });
  return { ...block, blocks: Object.fromEntries(blocks) };
}

/** The blocks of a name, written as one object or as a list of them. */
function itemsOf(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  if (inner === undefined || inner === null) return [];
  return Array.isArray(inner) ? inner : [inner];
}
