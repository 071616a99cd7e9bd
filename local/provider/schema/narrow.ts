/**
 * Firewall rules nest statements three deep: 20,000 attributes, with which every terraform is busy for half a second. A
 * provider serves of them what is used.
 */
import type { BlockSchema, TypeName } from "./model";

/** Types of which most is never used, with the way down to where that begins. */
const nested: Readonly<Record<TypeName, readonly string[]>> = {
  aws_wafv2_rule_group: ["rule", "statement"],
  aws_wafv2_web_acl: ["rule", "statement"],
};

/** Every name in a configuration, Terraform JSON or HCL, the names of the blocks it uses among them. */
export function namesIn(text: string): readonly string[] {
  return text.includes("aws_wafv2_") ? (text.match(/\w+/g) ?? []) : [];
}

/**
 * Without the nested blocks that nothing names. A state that was written with more can be read: what is not in the
 * schema any more is empty in it.
 */
export function narrowed(type: TypeName, block: BlockSchema, names: ReadonlySet<string>): BlockSchema {
  const path = nested[type];
  return path === undefined ? block : narrow(block, names, path);
}

/** @param path blocks to go down before anything is left out */
function narrow(block: BlockSchema, names: ReadonlySet<string>, path: readonly string[]): BlockSchema {
  const [next, ...rest] = path;
  const blocks = Object.entries(block.blocks).flatMap(([name, inner]) => {
    if (next !== undefined && name !== next) return [[name, inner] as const];
    if (next === undefined && !names.has(name) && inner.minItems === 0) return [];
    return [[name, { ...inner, block: narrow(inner.block, names, rest) }] as const];
  });
  return { ...block, blocks: Object.fromEntries(blocks) };
}
