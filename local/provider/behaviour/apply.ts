import { createdValue } from "../facts/created-values";
import { defaultFacts } from "../facts/default-facts";
import type { AttributeSchema, BlockSchema, TypeName, TypeSpec } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { isList, isObject, Unknown } from "../values/value";
import { digest, shortRegion } from "./made-up";
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
    for (const [name, attribute] of Object.entries(block.attributes))
      state[name] = this.known(planned[name] ?? null, attribute, prefix + name, prior?.[name] ?? null);
    for (const [name, nested] of Object.entries(block.blocks)) {
      const value = planned[name] ?? null;
      const before = prior?.[name] ?? null;
      const inner = (item: Value, index: number): Value =>
        isObject(item)
          ? this.block(nested.block, item, asObject(isList(before) ? before[index] : before), `${prefix}${name}.`)
          : item;
      if (value instanceof Unknown) state[name] = nested.nesting === "single" ? null : [];
      else state[name] = isList(value) ? value.map(inner) : inner(value, 0);
    }
    return state;
  }

  /** The value itself, or what replaces it where it was left open. */
  private known(
    value: Value,
    attribute: Pick<AttributeSchema, "type" | "optional">,
    path: string,
    prior: Value,
  ): Value {
    const { type, optional = false } = attribute;
    if (value instanceof Unknown) {
      const open = { type: this.request.type, path, spec: type, settable: optional, prior };
      return createdValue(open, (slot) => this.lookup(slot));
    }
    if (typeof type === "string") return value;
    if (isList(value) && type[0] !== "object")
      return value.map((item) => this.known(item, { type: type[1] }, path, null));
    if (!isObject(value)) return value;
    const of = (name: string): TypeSpec => (type[0] === "object" ? (type[1][name] ?? "string") : type[1]);
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        this.known(inner, { type: of(name) }, `${path}.${name}`, null),
      ]),
    );
  }

  /** What a slot of a template stands for. */
  private lookup(slot: string): string {
    const { type, settings, planned, block, prior } = this.request;
    if (slot === "account") return settings.account;
    if (slot === "short_region") return shortRegion(this.lookup("region"));
    if (slot.startsWith("hash:")) return digest(this.seed, Number(slot.slice("hash:".length)));
    const attribute = block.attributes[slot];
    const value = attribute && this.known(planned[slot] ?? null, attribute, slot, prior?.[slot] ?? null);
    if (slot === "region" && typeof value !== "string") return settings.region;
    return String(value ?? defaultFacts[type]?.[slot] ?? "");
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
