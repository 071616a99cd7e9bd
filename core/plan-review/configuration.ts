/** What a plan's configuration says about resources: which arguments are set, and what they refer to. */
import { isArray, isObject, type Json, type JsonObject, type Plan, property, type ResourceChange } from "./plan";

export class Configuration {
  private readonly expressions = new Map<string, JsonObject>();

  constructor({ configuration }: Plan) {
    this.read(property(configuration, "root_module"), "");
  }

  /**
   * Whether the configuration sets an argument; undefined where the resource is not in it. `path` is made of names of
   * arguments and blocks, without indices.
   */
  sets(resource: ResourceChange, path: readonly string[]): boolean | undefined {
    const expressions = this.expressions.get(keyOf(resource));
    return expressions === undefined ? undefined : sets(expressions, path);
  }

  /** What an argument refers to, as Terraform writes it: `aws_security_group.database.id`; the longest first. */
  references(resource: ResourceChange, argument: string): readonly string[] {
    const expression = property(this.expressions.get(keyOf(resource)), argument);
    const references = property(expression, "references");
    return isArray(references) ? references.filter((reference) => typeof reference === "string") : [];
  }

  private read(module: Json | undefined, prefix: string): void {
    const resources = property(module, "resources");
    for (const resource of isArray(resources) ? resources : []) {
      const address = property(resource, "address");
      const expressions = property(resource, "expressions");
      if (typeof address === "string" && isObject(expressions))
        this.expressions.set(`${prefix}${address}`, expressions);
    }
    const calls = property(module, "module_calls");
    for (const [name, call] of isObject(calls) ? Object.entries(calls) : [])
      this.read(property(call, "module"), `${prefix}module.${name}.`);
  }
}

/** An address without the keys of `count` and `for_each`: the block that is written once. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}

function keyOf({ address }: ResourceChange): string {
  return withoutKeys(address);
}

function sets(expression: Json | undefined, path: readonly string[]): boolean {
  if (expression === undefined) return false;
  if (isArray(expression)) return expression.some((block) => sets(block, path));
  const [name, ...rest] = path;
  // An argument set by an expression is set as a whole.
  if (name === undefined || isExpression(expression)) return true;
  return sets(property(expression, name), rest);
}

function isExpression(value: Json): boolean {
  return property(value, "references") !== undefined || property(value, "constant_value") !== undefined;
}
