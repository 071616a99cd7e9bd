import type { TypeName, TypeSpec } from "../schema/model";
import type { Value } from "../values/value";
import { compute } from "./created/compute";
import { data } from "./created/data";
import { edge } from "./created/edge";
import { network } from "./created/network";
import { observability } from "./created/observability";
import type { CreatedTable, CreatedValues, Lookup, Template } from "./created/template";

/**
 * What AWS gives a resource when it is created, by type and by path of the attribute. Shapes (ARN formats, id prefixes,
 * endpoints, ports, defaults) are those of the AWS documentation of each service; every digit in them is made up.
 */
export const createdTables: CreatedTable = {
  ...network,
  ...data,
  ...compute,
  ...edge,
  ...observability,
};

/** What attributes of these names hold in any type. */
export const createdByName: CreatedValues = {
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

/** An attribute that was left open in the plan. */
export interface OpenAttribute {
  readonly type: TypeName;
  /** From the type's top: `arn`, `master_user_secret`, `rule.id`. */
  readonly path: string;
  readonly spec: TypeSpec;
  /** Whether it is also an argument, which the configuration leaves out. */
  readonly settable: boolean;
  /** Its value before, or null. */
  readonly prior: Value;
}

/**
 * The value that AWS might give an attribute.
 *
 * @param lookup resolves what a template names: another attribute, `account`, `region`, `hash:<digits>`
 */
export function createdValue({ type, path, spec, settable, prior }: OpenAttribute, lookup: Lookup): Value {
  if (typeof prior === "number") return prior + 1; // a version that the plan let change
  const template = createdTables[type]?.[path] ?? createdByName[path];
  const [, service = "", kind = ""] = /^aws_([a-z0-9]+)_?(.*)$/.exec(type) ?? [];
  const words: Readonly<Record<string, string>> = { service, kind: kind === "" ? service : kind.replaceAll("_", "-") };
  if (template !== undefined) return fill(template, (slot) => words[slot] ?? lookup(slot), spec);
  return prior ?? emptyOf(spec, settable ? "" : `${path.replaceAll(/[._]/g, "-")}-${lookup("hash:8")}`);
}

const slots = /(?<!\$)\{([a-z_]+(?::\d+)?)(?:\|([^}]*))?\}/g;

function fill(template: Template, lookup: Lookup, spec?: TypeSpec): Value {
  if (typeof template === "function") return fill(template(lookup), lookup, spec);
  if (typeof template === "string") {
    const text = template.replaceAll(slots, (_, slot: string, otherwise: string | undefined) => {
      const value = slot === "uuid" ? uuid(lookup("hash:32")) : lookup(slot);
      return value === "" ? (otherwise ?? "") : value;
    });
    return spec === "number" ? Number(text) : text;
  }
  if (isTemplates(template)) return template.map((item) => fill(item, lookup));
  if (typeof template === "object")
    return Object.fromEntries(Object.entries(template).map(([name, inner]) => [name, fill(inner, lookup)]));
  return template;
}

function isTemplates(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}

function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Without a fact: nothing for collections, switches and arguments that were left out, and for a text that only AWS can
 * know one that can be told from a real value.
 */
function emptyOf(spec: TypeSpec, text: string): Value {
  if (spec === "string") return text;
  if (spec === "number") return 0;
  if (spec === "bool") return false;
  if (spec[0] === "list" || spec[0] === "set") return [];
  if (spec[0] === "map") return {};
  return Object.fromEntries(Object.entries(spec[1]).map(([name, inner]) => [name, emptyOf(inner, text)]));
}
