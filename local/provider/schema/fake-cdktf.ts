import type { TypeSpec } from "./model";

/** What a getter of a binding returns when the binding runs on {@link fakeCdktf}. */
export class Recorded {
  constructor(
    readonly attribute: string,
    readonly type: TypeSpec,
  ) {}
}

/** What `synthesizeHclAttributes` of a binding says about one argument, once the converters are the fake ones. */
export interface HclAttribute {
  readonly value: HclValue;
  readonly isBlock: boolean;
  readonly type: "simple" | "list" | "set" | "map" | "struct";
}

/** The type of a scalar or of an element, or the arguments of a nested object; `any` where the bindings do not know. */
export type HclValue =
  | "string"
  | "number"
  | "bool"
  | "any"
  | { readonly element: HclValue; readonly asBlock: boolean }
  | { readonly map: HclValue }
  | { readonly [argument: string]: HclAttribute };

/** A nested block or a computed object; getters of the bindings' subclasses give its attributes. */
export class FakeComplexObject {
  constructor(
    readonly parent: unknown,
    readonly attribute: string,
    readonly fromSet: boolean,
    readonly index: number,
  ) {}

  getStringAttribute = (name: string) => new Recorded(name, "string");
  getNumberAttribute = (name: string) => new Recorded(name, "number");
  getBooleanAttribute = (name: string) => new Recorded(name, "bool");
  getListAttribute = (name: string) => new Recorded(name, ["list", "string"]);
  getNumberListAttribute = (name: string) => new Recorded(name, ["list", "number"]);
  getStringMapAttribute = (name: string) => new Recorded(name, ["map", "string"]);
  getNumberMapAttribute = (name: string) => new Recorded(name, ["map", "number"]);
  getBooleanMapAttribute = (name: string) => new Recorded(name, ["map", "bool"]);
  interpolationForAttribute = (name: string) => new Recorded(name, "string");
}

/** A list or set of {@link FakeComplexObject}. */
export abstract class FakeComplexList {
  constructor(
    readonly parent: unknown,
    readonly attribute: string,
    readonly wrapsSet: boolean,
  ) {}

  abstract get(index: number): FakeComplexObject;
}

class FakeElement extends FakeComplexObject {
  constructor(_scope: unknown, _id: string, options: { readonly terraformResourceType?: string }) {
    super(undefined, options.terraformResourceType ?? "", false, 0);
  }
}

/** A map attribute that the bindings wrap in a class: in a getter it stands for itself. */
function mapOf(element: TypeSpec) {
  return class extends Recorded {
    constructor(_parent: unknown, attribute: string) {
      super(attribute, ["map", element]);
    }
  };
}

const asSet = (list: Recorded) => {
  const element = typeof list.type === "string" ? list.type : (list.type[1] as TypeSpec);
  return new Recorded(list.attribute, ["set", element]);
};
const listMapperHcl = (convert: (value: unknown) => HclValue, asBlock: boolean) => (value: unknown) => ({
  element: convert(value),
  asBlock,
});
const hashMapperHcl = (convert: (value: unknown) => HclValue) => (value: unknown) => ({ map: convert(value) });

/**
 * Stands in for the package `cdktf` while a binding's JavaScript runs: base classes whose getters record the attribute's
 * name and type, and converters that return a type instead of a value.
 */
export const fakeCdktf = {
  TerraformResource: FakeElement,
  TerraformDataSource: FakeElement,
  TerraformProvider: FakeElement,
  ComplexObject: FakeComplexObject,
  ComplexList: FakeComplexList,
  ComplexMap: FakeComplexList,
  StringMap: mapOf("string"),
  NumberMap: mapOf("number"),
  BooleanMap: mapOf("bool"),
  Fn: { tolist: asSet },
  Token: { asNumberList: (value: Recorded) => value, asAny: (value: Recorded) => value },
  Tokenization: { isResolvable: () => false },
  canInspect: () => true,
  isComplexElement: () => false,
  stringToHclTerraform: () => "string",
  stringToTerraform: () => "string",
  numberToHclTerraform: () => "number",
  numberToTerraform: () => "number",
  booleanToHclTerraform: () => "bool",
  booleanToTerraform: () => "bool",
  anyToHclTerraform: () => "any",
  anyToTerraform: () => "any",
  listMapperHcl,
  hashMapperHcl,
} as const;

/** A configuration in which every argument is set, however deep: each property is another one like it. */
export function everyArgument(): object {
  return new Proxy({}, { get: (_target, name) => (typeof name === "symbol" ? undefined : everyArgument()) });
}
