import type { TypeName, TypeSpec } from "../schema/model";
import type { Value } from "../values/value";
import { compute } from "./created/compute";
import { data } from "./created/data";
import { edge } from "./created/edge";
import { network } from "./created/network";
import { observability } from "./created/observability";
import type { CreatedValues, Template } from "./created/template";

/**
 * What AWS gives a resource when it is created, by type and by path of the attribute. Shapes (ARN formats, id prefixes,
 * endpoints, ports, defaults) are those of the AWS documentation of each service; every digit in them is made up.
 */
const tables: Readonly<Record<TypeName, CreatedValues>> = {
  ...network,
  ...data,
  ...compute,
  ...edge,
  ...observability,
};

/** What attributes of these names hold in any type. */
const byName: CreatedValues = {
  arn: "arn:aws:{service}:{region}:{account}:{kind}/{id}",
  id: "{hash:17}",
  name: "{name_prefix|terraform-}{hash:26}",
  name_prefix: "",
  owner_id: "{account}",
  owner_account_id: "{account}",
  region: "{region}",
  registry_id: "{account}",
  kms_key_id: "arn:aws:kms:{region}:{account}:key/{uuid}",
  created_date: "2026-01-01T00:00:00Z",
  creation_date: "2026-01-01T00:00:00Z",
  create_date: "2026-01-01T00:00:00Z",
};

/**
 * The value of an attribute that was left open in the plan.
 *
 * @param path from the type's top: `arn`, `master_user_secret`, `rule.id`
 * @param prior the attribute's value before, or null
 * @param text resolves what a template names: another attribute, `account`, `region`, `hash:<digits>`
 */
export function createdValue(
  type: TypeName,
  path: string,
  spec: TypeSpec,
  prior: Value,
  text: (name: string) => string,
): Value {
  const template = tables[type]?.[path] ?? byName[path];
  const [, service = "", kind = ""] = /^aws_([a-z0-9]+)_?(.*)$/.exec(type) ?? [];
  const words: Readonly<Record<string, string>> = { service, kind: kind === "" ? service : kind.replaceAll("_", "-") };
  if (template !== undefined) return fill(template, (name) => words[name] ?? text(name));
  if (typeof prior === "number") return prior + 1; // a version that the plan let change
  return prior ?? emptyOf(spec, path, text);
}

function fill(template: Template, text: (name: string) => string): Value {
  if (typeof template === "string")
    return template.replaceAll(/\{([^}]+)\}/g, (_, slot: string) => {
      const [name = "", otherwise = ""] = slot.split("|");
      if (name === "uuid") return uuid(text("hash:32"));
      const value = text(name);
      return value === "" ? otherwise : value;
    });
  if (Array.isArray(template)) return template.map((item: Template) => fill(item, text));
  if (typeof template === "object" && template !== null)
    return Object.fromEntries(Object.entries(template).map(([name, inner]) => [name, fill(inner as Template, text)]));
  return template;
}

function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Without a fact: nothing for collections and switches, and for a text something that can be told from a real value. */
function emptyOf(spec: TypeSpec, path: string, text: (name: string) => string): Value {
  if (spec === "string") return `${path.replaceAll(/[._]/g, "-")}-${text("hash:8")}`;
  if (spec === "number") return 0;
  if (spec === "bool") return false;
  if (spec[0] === "list" || spec[0] === "set") return [];
  if (spec[0] === "map") return {};
  return Object.fromEntries(Object.entries(spec[1]).map(([name, inner]) => [name, emptyOf(inner, name, text)]));
}
