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

/** An error that Terraform prints as `summary`, then `detail`; with the line of the attribute, where there is one. */
export function errorToWire(summary: string, detail: string, path: Path = []) {
  return { severity: "ERROR", summary, detail, ...(path.length > 0 && { attribute: pathToWire(path) }) };
}

/** Names of attributes and blocks, and indices of lists, from a resource's top. */
export type Path = readonly (string | number)[];

/** A path as the protocol carries it. */
export function pathToWire(path: Path) {
  return {
    steps: path.map((step) => (typeof step === "string" ? { attribute_name: step } : { element_key_int: step })),
  };
}
