import { createHash } from "node:crypto";
import { createdValue } from "../facts/created-values";
import type { BlockSchema, TypeName, TypeSpec } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { isList, isObject, Unknown } from "../values/value";
import type { ProviderSettings } from "./settings";

/** What Terraform asks to be made. */
export interface ApplyRequest {
  readonly type: TypeName;
  readonly block: BlockSchema;
  /** Null when the resource is created. */
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly settings: ProviderSettings;
}

/**
 * Makes the new state: what the plan left open gets the value that AWS might give it. The value depends on nothing but
 * the resource's type and configuration and the account, so that the same configuration gives the same state.
 */
export function apply(request: ApplyRequest): ObjectValue {
  return new Maker(request).state();
}

/** Gives the values of one resource that is being made; templates of the facts refer to them by name. */
class Maker {
  private readonly seed: string;
  private readonly made = new Map<string, Value>();

  constructor(private readonly request: ApplyRequest) {
    const { type, planned, settings } = request;
    this.seed = JSON.stringify([type, settings.account, settings.region, known(planned)]);
  }

  state(): ObjectValue {
    const { block, planned, prior } = this.request;
    return this.block(block, planned, prior, "");
  }

  private block(block: BlockSchema, planned: ObjectValue, prior: ObjectValue | null, prefix: string): ObjectValue {
    const state: Record<string, Value> = {};
    for (const [name, { type }] of Object.entries(block.attributes)) {
      const value = planned[name] ?? null;
      state[name] = this.known(value, type, prefix + name, prior?.[name] ?? null);
    }
    for (const [name, nested] of Object.entries(block.blocks)) {
      const value = planned[name] ?? null;
      const before = prior?.[name] ?? null;
      const inner = (item: Value, index: number): Value =>
        isObject(item)
          ? this.block(nested.block, item, asObject(isList(before) ? before[index] : before), `${prefix}${name}.`)
          : item;
      state[name] = isList(value) ? value.map(inner) : inner(value, 0);
    }
    return state;
  }

  /** The value itself, or what replaces it where it was left open. */
  private known(value: Value, type: TypeSpec, path: string, prior: Value): Value {
    if (value instanceof Unknown) return this.make(path, type, prior);
    if (isList(value) && typeof type !== "string" && type[0] !== "object")
      return value.map((item) => this.known(item, type[1], path, null));
    if (isObject(value) && typeof type !== "string") {
      const of = (name: string): TypeSpec => (type[0] === "object" ? (type[1][name] ?? "string") : type[1]);
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, this.known(inner, of(name), `${path}.${name}`, null)]),
      );
    }
    return value;
  }

  private make(path: string, type: TypeSpec, prior: Value): Value {
    const before = this.made.get(path);
    if (before !== undefined) return before;
    const value = createdValue(this.request.type, path, type, prior, (name) => this.text(name));
    this.made.set(path, value);
    return value;
  }

  /** What a template may name: `region`, `account`, `hash:<digits>`, or a top-level attribute of the resource. */
  private text(name: string): string {
    const { settings, planned, block, prior } = this.request;
    if (name === "account") return settings.account;
    const [kind, digits] = name.split(":");
    if (kind === "hash") return hash(this.seed, Number(digits));
    const attribute = block.attributes[name];
    const value = attribute && this.known(planned[name] ?? null, attribute.type, name, prior?.[name] ?? null);
    if (name === "region" && typeof value !== "string") return settings.region;
    return value === null || value === undefined ? "" : String(value);
  }
}

function asObject(value: Value | undefined): ObjectValue | null {
  return isObject(value) ? value : null;
}

/** The value with all that is unknown left out. */
function known(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (isList(value)) return value.map(known);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, known(inner)]))
    : value;
}

function hash(seed: string, digits: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, digits);
}
