/** Every resource of every synthesized stack, and which refers to which: across stacks too, by their outputs. */
import { decodeExpression, isJsonExpression } from "../synthesized/decode-expression";
import { resourcesOf, type SynthesizedResource } from "../synthesized/stack";
import type { Place } from "./model";

export interface Resource extends SynthesizedResource, Place {}

/** Stack -> its Terraform JSON: what `cdk.tf.json` holds. */
export type StackDocuments = ReadonlyMap<string, unknown>;

export interface Statement {
  readonly actions: readonly string[];
  /** As the policy names them: ARNs with wildcards, or references. */
  readonly resources: readonly string[];
}

interface Document {
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly terraform?: {
    readonly backend?: { readonly s3?: { readonly bucket?: string; readonly dynamodb_table?: string } };
  };
}

const reference =
  /(?<![\w./-])(?<data>data\.)?(?<type>(?:aws|terraform)_[a-z0-9_]+)\.(?<name>[A-Za-z_][\w-]*)(?<path>(?:\.[A-Za-z_][\w-]*|\[\\?"[^"\\]*\\?"\])*)/g;
const step = /\.([A-Za-z_][\w-]*)|\[\\?"([^"\\]*)\\?"\]/g;

export const keyOf = ({ stack, address }: Place) => `${stack}/${address}`;

export class Landscape {
  readonly resources: readonly Resource[];
  private readonly byKey: ReadonlyMap<string, Resource>;

  constructor(private readonly documents: StackDocuments) {
    // By name: the picture is the same whatever order stacks are read in.
    const stacks = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
    this.resources = stacks.flatMap(([stack, document]) =>
      resourcesOf(document).map((resource) => ({ ...resource, stack })),
    );
    this.byKey = new Map(this.resources.map((resource) => [keyOf(resource), resource]));
  }

  all(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  in(stack: string): Resource[] {
    return this.resources.filter((resource) => resource.stack === stack);
  }

  /** Resources that a value of `stack` refers to, each once: its own, and those of other stacks by their outputs. */
  uses(value: unknown, stack: string): Resource[] {
    const found = new Map<string, Resource>();
    this.collect(value, stack, found, new Set());
    return [...found.values()];
  }

  /** Whether anything in the arguments of `from` refers to `to`. */
  refers(from: Resource, to: Place): boolean {
    return this.uses(from.arguments, from.stack).some((used) => keyOf(used) === keyOf(to));
  }

  /** What stacks keep their state in: names of buckets and of lock tables. */
  get backends(): { readonly buckets: ReadonlySet<string>; readonly tables: ReadonlySet<string> } {
    const s3 = [...this.documents.values()].map((document) => (document as Document).terraform?.backend?.s3);
    return {
      buckets: new Set(s3.flatMap((backend) => backend?.bucket ?? [])),
      tables: new Set(s3.flatMap((backend) => backend?.dynamodb_table ?? [])),
    };
  }

  private collect(value: unknown, stack: string, found: Map<string, Resource>, seen: Set<string>): void {
    for (const { groups } of (JSON.stringify(value) ?? "").matchAll(reference)) {
      const { data, type = "", name = "", path = "" } = groups ?? {};
      const key = `${stack}/${data ?? ""}${type}.${name}${type === "terraform_remote_state" ? path : ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const resource = this.byKey.get(key);
      if (resource !== undefined) found.set(key, resource);
      if (data === undefined) continue;
      const block = (this.documents.get(stack) as Document | undefined)?.data?.[type]?.[name];
      if (type === "terraform_remote_state") this.collectOutput(name, path, found, seen);
      else this.collect(block, stack, found, seen);
    }
  }

  /** `path`: `.outputs.secret_arns["billing/database-url"]`. A remote state is named like the stack it belongs to. */
  private collectOutput(owner: string, path: string, found: Map<string, Resource>, seen: Set<string>): void {
    const [, output = "", ...rest] = [...path.matchAll(step)].map(([, word, quoted]) => word ?? quoted ?? "");
    let value = (this.documents.get(owner) as Document | undefined)?.output?.[output]?.value;
    for (const name of rest) value = entry(value, name) ?? value;
    this.collect(value, owner, found, seen);
  }
}

function entry(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The value that an argument encodes as JSON; undefined when it is none. */
export function decoded(argument: unknown): unknown {
  return isJsonExpression(argument) ? decodeExpression(argument) : undefined;
}

/** What a policy allows. */
export function statementsOf(policy: unknown): Statement[] {
  const { Statement: statements = [] } = (decoded(policy) ?? {}) as { Statement?: Record<string, unknown>[] };
  return statements
    .filter((statement) => statement["Effect"] === "Allow")
    .map((statement) => ({ actions: texts(statement["Action"]), resources: texts(statement["Resource"]) }));
}

/** The texts of a value that is one, or a list of them. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

/** An argument that is a text; undefined otherwise. */
export function text(resource: Resource | undefined, argument: string): string | undefined {
  const value = resource?.arguments[argument];
  return typeof value === "string" ? value : undefined;
}

/** An argument that is a number, however it is written; undefined otherwise. */
export function number(resource: Resource | undefined, argument: string): number | undefined {
  const value = Number(resource?.arguments[argument] ?? Number.NaN);
  return Number.isNaN(value) ? undefined : value;
}
