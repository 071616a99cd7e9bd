import { tmpdir } from "node:os";
import { App, TerraformStack, Testing } from "cdktf";
import { expect } from "vitest";
import { decodeExpression, isJsonExpression } from "../../core/synthesized/decode-expression";

export type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

interface Configuration {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, Attributes>>;
  readonly provider?: Readonly<Record<string, readonly Attributes[]>>;
  readonly terraform?: Attributes;
}

interface Element {
  readonly type: string;
  readonly address: string;
  readonly attributes: Attributes;
}

/**
 * What a synthesis wrote, to be asked questions. Data sources have the type `data.<type>`. Attributes are those of
 * Terraform's JSON, except that `jsonencode` expressions (policies, container definitions) are decoded.
 */
export class Template {
  private readonly elements: readonly Element[];

  private constructor(readonly configuration: Configuration) {
    this.elements = [...elements("", configuration.resource), ...elements("data.", configuration.data)];
  }

  /** Synthesizes what `build` adds to an empty stack. */
  static of(build: (stack: TerraformStack) => void): Template {
    // The folder is not written to, but has to exist.
    const stack = new TerraformStack(new App({ outdir: tmpdir() }), "Stack");
    build(stack);
    return Template.parse(Testing.synth(stack));
  }

  /** Reads what a stack was synthesized into. */
  static parse(json: string): Template {
    return new Template(JSON.parse(json, (key, value: unknown) => (key === "//" ? undefined : decoded(value))));
  }

  /** How many resources and data sources there are of each type. */
  get inventory(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.elements.map(({ type }) => [type, this.count(type)]));
  }

  /** Addresses of everything, as Terraform shows them. */
  get addresses(): string[] {
    return this.elements.map(({ address }) => address);
  }

  count(type: string): number {
    return this.all(type).length;
  }

  all(type: string): Attributes[] {
    return this.elements.filter((element) => element.type === type).map(({ attributes }) => attributes);
  }

  /** The one resource of a type. */
  only(type: string): Attributes {
    return this.find(type, {}).attributes;
  }

  /** The one resource of a type that has these attributes, among others. */
  with(type: string, partial: object): Attributes {
    return this.find(type, partial).attributes;
  }

  has(type: string, partial: object): boolean {
    return this.matching(type, partial).length > 0;
  }

  /** `${type.address.attribute}`: how others refer to the one resource of a type that has these attributes. */
  reference(type: string, attribute: string, partial: object = {}): string {
    return `\${${this.find(type, partial).address}.${attribute}}`;
  }

  /** How `depends_on` names the one resource of a type that has these attributes. */
  address(type: string, partial: object = {}): string {
    return this.find(type, partial).address;
  }

  /** Output -> value. */
  get outputs(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.configuration.output ?? {}).map(([name, { value }]) => [name, value]),
    );
  }

  /** Addresses that are referred to anywhere, `depends_on` included. */
  get references(): string[] {
    const { resource, data, output } = this.configuration;
    return referencesOf([resource, data, output]);
  }

  private matching(type: string, partial: object): Element[] {
    return this.elements.filter((element) => element.type === type && matches(element.attributes, partial));
  }

  private find(type: string, partial: object): Element {
    const [found, ...others] = this.matching(type, partial);
    if (found === undefined || others.length > 0) {
      const all = JSON.stringify(this.all(type), undefined, 2);
      throw new Error(
        `${others.length + (found ? 1 : 0)} ${type} have ${JSON.stringify(partial)}. All of them: ${all}`,
      );
    }
    return found;
  }
}

/** Addresses of resources and data sources that a value refers to, sorted, each once. */
export function referencesOf(value: unknown): string[] {
  const found = JSON.stringify(value).matchAll(/(?<![\w./-])(?:data\.)?(?:aws|terraform)_[a-z0-9_]+\.[A-Za-z][\w-]*/g);
  return [...new Set([...found].map(([address]) => address))].sort();
}

function elements(prefix: string, blocks: Blocks = {}): Element[] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => ({
      type: `${prefix}${type}`,
      address: `${prefix}${type}.${name}`,
      attributes,
    })),
  );
}

function decoded(value: unknown): unknown {
  return isJsonExpression(value) ? decodeExpression(value) : value;
}

/** As vitest's `toMatchObject`: objects may have more keys, lists are compared whole. */
function matches(attributes: Attributes, partial: object): boolean {
  try {
    expect(attributes).toMatchObject(partial);
    return true;
  } catch {
    return false;
  }
}
