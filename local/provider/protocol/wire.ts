import type { BlockSchema, Schema } from "../schema/model";

/** A schema as the protocol carries it. */
export function schemaToWire({ version, block }: Schema) {
  return { version, block: blockToWire(block, version) };
}

interface WireBlock {
  readonly version: number;
  readonly attributes: readonly object[];
  readonly block_types: readonly object[];
}

function blockToWire(block: BlockSchema, version = 0): WireBlock {
  return {
    version,
    attributes: Object.entries(block.attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
      ...(writeOnly && { write_only: true }),
    })),
    block_types: Object.entries(block.blocks).map(([name, { nesting, minItems, maxItems, block: inner }]) => ({
      type_name: name,
      block: blockToWire(inner),
      nesting: nesting.toUpperCase(),
      min_items: minItems,
      max_items: maxItems,
    })),
  };
}

/** An error that Terraform prints as `summary`, then `detail`. */
export function errorToWire(summary: string, detail: string) {
  return { severity: "ERROR", summary, detail };
}

/** The path of a top-level attribute or block. */
export function pathToWire(name: string) {
  return { steps: [{ attribute_name: name }] };
}
