import type { AttributeSchema, BlockSchema, NestedBlockSchema, Schema, TypeName } from "../schema/model";
import type { SchemaFacts } from "./schema-facts";
import { schemaFacts } from "./schema-facts";
import { wafStatements } from "./waf/statement";

/** The complete schema of a type: what the bindings say and the facts they lose. */
export function applyFacts(type: TypeName, read: BlockSchema): Schema {
  const facts = schemaFacts[type] ?? {};
  const block = withFacts(read, "", facts);
  return { version: facts.version ?? 0, block: withWafStatement(type, block) };
}

function withFacts(read: BlockSchema, prefix: string, facts: SchemaFacts): BlockSchema {
  const attributes: Record<string, AttributeSchema> = {};
  for (const [name, attribute] of Object.entries(read.attributes)) {
    const path = prefix + name;
    attributes[name] = {
      ...attribute,
      ...(facts.sensitive?.includes(path) && { sensitive: true as const }),
      ...(facts.writeOnly?.includes(path) && { writeOnly: true as const }),
      ...(facts.deprecated?.includes(path) && { deprecated: true as const }),
    };
  }
  const blocks: Record<string, NestedBlockSchema> = {};
  for (const [name, nested] of Object.entries(read.blocks)) {
    const [minItems, maxItems] = facts.limits?.[prefix + name] ?? [nested.minItems, nested.maxItems];
    blocks[name] = { ...nested, minItems, maxItems, block: withFacts(nested.block, `${prefix}${name}.`, facts) };
  }
  return { attributes, blocks };
}

/** The bindings type the statement of a web ACL's rule as "any", which Terraform refuses inside a set. */
function withWafStatement(type: TypeName, block: BlockSchema): BlockSchema {
  const statement = wafStatements[type];
  const rule = block.blocks["rule"];
  if (statement === undefined || rule === undefined) return block;
  const inner = { ...rule.block, blocks: { ...rule.block.blocks, statement } };
  return { ...block, blocks: { ...block.blocks, rule: { ...rule, block: inner } } };
}
