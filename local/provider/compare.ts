import { applyFacts } from "./facts/apply";
import type { AttributeSchema, BlockSchema, Schema, TypeName, TypeSpec } from "./schema/model";
import { sameType } from "./schema/model";
import { readSchema } from "./schema/read";

/** A block of a reference file: `a` attribute -> [type, flags r o c s w d], `b` block -> [nesting, min, max, block]. */
interface ReferenceBlock {
  readonly a: Readonly<Record<string, readonly [TypeSpec, string]>>;
  readonly b: Readonly<Record<string, readonly [string, number, number, ReferenceBlock]>>;
}

/** The true schema of some types, as a reference file states it. */
export type Reference = Readonly<Record<TypeName, ReferenceBlock & { readonly version: number }>>;

/** What was compared and each difference, e.g. `aws_vpc.cidr_block: flags "oc", in the reference "o"`. */
export interface Comparison {
  readonly types: number;
  readonly attributes: number;
  readonly blocks: number;
  readonly differences: readonly string[];
}

/**
 * Compares the offline provider's schema with a reference, every type of the reference, none skipped.
 *
 * @param root folder that holds `node_modules`
 */
export function compareSchemas(root: string, reference: Reference): Comparison {
  const differences: string[] = [];
  const count = { attributes: 0, blocks: 0 };
  for (const [type, truth] of Object.entries(reference)) {
    const read = readSchema(root, type);
    if (read === undefined) {
      differences.push(`${type}: not in the bindings`);
      continue;
    }
    const schema: Schema = applyFacts(type, read);
    if (schema.version !== truth.version)
      differences.push(`${type}: version ${schema.version}, in the reference ${truth.version}`);
    compareBlocks(type, schema.block, truth, count, differences);
  }
  return { types: Object.keys(reference).length, ...count, differences };
}

function compareBlocks(
  path: string,
  ours: BlockSchema,
  truth: ReferenceBlock,
  count: { attributes: number; blocks: number },
  differences: string[],
): void {
  for (const name of new Set([...Object.keys(ours.attributes), ...Object.keys(truth.a)])) {
    count.attributes++;
    const our = ours.attributes[name];
    const their = truth.a[name];
    if (our === undefined || their === undefined)
      differences.push(`${path}.${name}: attribute ${our === undefined ? "missing" : "not in the reference"}`);
    else {
      if (!sameType(our.type, their[0]))
        differences.push(
          `${path}.${name}: type ${JSON.stringify(our.type)}, in the reference ${JSON.stringify(their[0])}`,
        );
      if (flagsOf(our) !== sortFlags(their[1]))
        differences.push(`${path}.${name}: flags "${flagsOf(our)}", in the reference "${sortFlags(their[1])}"`);
    }
  }
  for (const name of new Set([...Object.keys(ours.blocks), ...Object.keys(truth.b)])) {
    count.blocks++;
    const our = ours.blocks[name];
    const their = truth.b[name];
    if (our === undefined || their === undefined) {
      differences.push(`${path}.${name}: block ${our === undefined ? "missing" : "not in the reference"}`);
      continue;
    }
    const [nesting, minItems, maxItems, block] = their;
    const ourLimits = `${our.nesting} ${our.minItems}..${our.maxItems}`;
    const theirLimits = `${nesting} ${minItems}..${maxItems}`;
    if (ourLimits !== theirLimits)
      differences.push(`${path}.${name}: block ${ourLimits}, in the reference ${theirLimits}`);
    compareBlocks(`${path}.${name}`, our.block, block, count, differences);
  }
}

const flagLetters = [
  ["required", "r"],
  ["optional", "o"],
  ["computed", "c"],
  ["sensitive", "s"],
  ["writeOnly", "w"],
  ["deprecated", "d"],
] as const;

function flagsOf(attribute: AttributeSchema): string {
  return flagLetters.map(([flag, letter]) => (attribute[flag] ? letter : "")).join("");
}

function sortFlags(flags: string): string {
  return flagLetters.map(([, letter]) => (flags.includes(letter) ? letter : "")).join("");
}
