import type { Binding, Flags } from "./binding";
import { loadBinding } from "./binding";
import type { HclAttribute, HclValue } from "./fake-cdktf";
import { everyArgument, FakeComplexList, FakeComplexObject, Recorded } from "./fake-cdktf";
import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeName, TypeSpec } from "./model";

type HclAttributes = Readonly<Record<string, HclAttribute>>;

/**
 * Reads a type's schema from the bindings: all they say, before the table of facts is applied.
 *
 * Structure comes from running the binding on a stand-in for `cdktf`; the flags required, optional and computed from
 * the comments in its embedded TypeScript.
 *
 * @param root folder that holds `node_modules`
 * @returns undefined when the bindings do not have the type
 */
export function readSchema(root: string, type: TypeName): BlockSchema | undefined {
  const binding = loadBinding(root, type);
  if (binding === undefined) return undefined;
  const Element = Object.values(binding.exports).find(isElementClass);
  if (Element === undefined) throw new Error(`The bindings of ${type} export no resource class.`);
  const element = new Element(undefined, type, everyArgument());
  const block = new BlockReader(binding).block(element, element.synthesizeHclAttributes());
  return type === "provider" ? withoutAlias(block) : block;
}

/** The bindings list `alias` with the provider's own arguments; it is Terraform's. */
function withoutAlias({ attributes, blocks }: BlockSchema): BlockSchema {
  return { attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== "alias")), blocks };
}

interface Element extends FakeComplexObject {
  synthesizeHclAttributes(): HclAttributes;
}

function isElementClass(value: unknown): value is new (scope: unknown, id: string, config: object) => Element {
  return typeof value === "function" && typeof value.prototype?.synthesizeHclAttributes === "function";
}

class BlockReader {
  constructor(private readonly binding: Binding) {}

  /** `object` is missing for blocks of the provider's own configuration, which nothing can refer to. */
  block(object: FakeComplexObject | undefined, hcl: HclAttributes): BlockSchema {
    const attributes: Record<string, AttributeSchema> = {};
    const blocks: Record<string, NestedBlockSchema> = {};
    const flags = object && this.binding.flags.get(object.constructor.name);
    const getters: ReadonlyMap<string, Getter> = object ? readGetters(object) : new Map();

    for (const name of new Set([...Object.keys(hcl), ...getters.keys()])) {
      const argument = hcl[name];
      const flag = flags?.get(name) ?? (argument === undefined ? computedOnly : optionalOnly);
      const getter = getters.get(name);
      if (argument !== undefined && isBlock(argument)) {
        const inner = getter instanceof FakeComplexList ? getter.get(0) : (getter as FakeComplexObject | undefined);
        const many = getter instanceof FakeComplexList || getter === undefined;
        blocks[name] = this.nested(argument, flag, inner, many);
      } else {
        const type = argument === undefined ? this.typeOf(getter) : typeOfArgument(argument);
        // A value of any shape cannot be expressed inside a set; the table of facts gives its true form.
        if (type !== undefined) attributes[name] = withFlags(type, flag);
      }
    }
    return { attributes, blocks };
  }

  private nested(
    argument: HclAttribute,
    flag: Flags,
    inner: FakeComplexObject | undefined,
    many: boolean,
  ): NestedBlockSchema {
    const nesting = argument.type === "struct" ? "single" : argument.type === "set" ? "set" : "list";
    const minItems = flag.required ? 1 : 0;
    return {
      nesting,
      minItems: nesting === "single" ? 0 : minItems,
      maxItems: many || nesting === "single" ? 0 : 1,
      block: this.block(inner, elementOf(argument.value) as HclAttributes),
    };
  }

  /** The type of an attribute that can only be read. */
  private typeOf(getter: Getter | undefined): TypeSpec | undefined {
    if (getter instanceof Recorded) return getter.type;
    if (getter instanceof FakeComplexList) {
      const element = this.typeOf(getter.get(0));
      return element === undefined ? undefined : [getter.wrapsSet ? "set" : "list", element];
    }
    if (getter === undefined) return undefined;
    const attributes: Record<string, TypeSpec> = {};
    for (const [name, inner] of readGetters(getter)) {
      const type = this.typeOf(inner);
      if (type !== undefined) attributes[name] = type;
    }
    return ["object", attributes];
  }
}

const computedOnly: Flags = { computed: true, optional: false, required: false };
const optionalOnly: Flags = { computed: false, optional: true, required: false };

type Getter = Recorded | FakeComplexObject | FakeComplexList;

/** The attributes that a binding's class offers for reading, by Terraform name. */
function readGetters(object: FakeComplexObject): Map<string, Getter> {
  const found = new Map<string, Getter>();
  const properties = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object) as object);
  for (const [property, { get }] of Object.entries(properties)) {
    if (get === undefined || property === "internalValue" || property.endsWith("Input")) continue;
    const value: unknown = get.call(object);
    if (value instanceof Recorded || value instanceof FakeComplexObject || value instanceof FakeComplexList)
      found.set(value.attribute, value);
  }
  return found;
}

/** Whether an argument is written as a block. The bindings also call attributes of object type blocks, but map them otherwise. */
function isBlock({ isBlock, value }: HclAttribute): boolean {
  return isBlock && !(typeof value === "object" && "asBlock" in value && value.asBlock === false);
}

function elementOf(value: HclValue): HclValue {
  return typeof value === "object" && "asBlock" in value ? (value.element as HclValue) : value;
}

function typeOfArgument({ type, value }: HclAttribute): TypeSpec | undefined {
  const inner = typeOfValue(value);
  if (typeof value === "object" && "asBlock" in value && type === "set" && Array.isArray(inner))
    return ["set", inner[1] as TypeSpec];
  return inner;
}

function typeOfValue(value: HclValue): TypeSpec | undefined {
  if (value === "any") return undefined;
  if (typeof value === "string") return value;
  if ("asBlock" in value) return wrap("list", typeOfValue(value.element as HclValue));
  if ("map" in value && !isHclAttribute(value.map)) return wrap("map", typeOfValue(value.map as HclValue));
  const attributes: Record<string, TypeSpec> = {};
  for (const [name, argument] of Object.entries(value as HclAttributes)) {
    const type = typeOfArgument(argument);
    if (type !== undefined) attributes[name] = type;
  }
  return ["object", attributes];
}

function isHclAttribute(value: unknown): value is HclAttribute {
  return typeof value === "object" && value !== null && "isBlock" in value;
}

function wrap(kind: "list" | "map", element: TypeSpec | undefined): TypeSpec | undefined {
  return element === undefined ? undefined : [kind, element];
}

function withFlags(type: TypeSpec, { computed, optional, required }: Flags): AttributeSchema {
  return {
    type,
    ...(required && { required: true as const }),
    ...(optional && { optional: true as const }),
    ...(computed && { computed: true as const }),
  };
}
