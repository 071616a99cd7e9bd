/** Whom ids and references mean, over all plans that are reviewed together. */
import { type ChangedResource, firewallTypes } from "./changed-resource";
import { isArray, type Json, property } from "./plan";
import type { Secrecy } from "./values/secrecy";
import { type Value, member, textOf } from "./values/value";

/** Attributes by which other resources name this one. */
const identities = ["id", "arn"];

export class Directory {
  private readonly labels = new Map<string, string>();
  /** Firewalls and groups of their rules, as they are and as they will be. */
  readonly firewalls: Value[] = [];

  /** Makes a resource known by its ids, and by its address within its stack. */
  add({ place: { stack, address, type, label }, before, after }: ChangedResource): void {
    if (firewallTypes.has(type)) this.firewalls.push(before, after);
    this.labels.set(`${stack} ${address}`, label);
    for (const value of [before, after])
      for (const identity of identities) {
        const id = textOf(member(value, identity));
        // Some ids are names, which others may share.
        if (id !== undefined && (id.includes(":") || /^[a-z]+-[0-9a-f]{6,}$/.test(id))) this.labels.set(id, label);
      }
  }

  /** Data sources are not among the changes of a plan; what they found is in the state before. */
  addDataSources(state: Json, secrecy: Secrecy): void {
    const root = property(property(state, "values"), "root_module");
    const resources = property(root, "resources");
    for (const resource of isArray(resources) ? resources : []) {
      if (property(resource, "mode") !== "data") continue;
      const values = property(resource, "values");
      const sensitive = property(resource, "sensitive_values");
      const open = (name: string) => (property(sensitive, name) === undefined ? property(values, name) : undefined);
      const id = open("id");
      const name = open("name");
      if (typeof id === "string" && typeof name === "string") this.labels.set(id, secrecy.shown(name));
    }
  }

  /** The label of an id or ARN; undefined where nobody knows it. */
  label(id: Value | undefined): string | undefined {
    return typeof id === "string" ? this.labels.get(id) : undefined;
  }

  /**
   * Whom an argument means: by its value, else by what the configuration refers to there.
   * `data.terraform_remote_state.data.outputs.database_security_group_id` -> `database security group`.
   */
  meant(resource: ChangedResource, argument: string, value: Value | undefined): string | undefined {
    const known = this.label(value);
    if (known !== undefined) return known;
    const [reference] = resource.references(argument);
    if (reference === undefined) return undefined;
    const output = /^data\.terraform_remote_state\.[^.]+\.outputs\.(\w+)/.exec(reference)?.[1];
    if (output !== undefined) return output.replace(/_(id|arn)s?$/, "").replaceAll("_", " ");
    const module = /^(.*?)[^.]+\.[^.]+$/.exec(resource.blockAddress)?.[1] ?? "";
    const [, target = reference] = /^((?:data\.)?[^.]+\.[^.[]+(?:\[[^\]]*\])?)/.exec(reference) ?? [];
    return this.labels.get(`${resource.place.stack} ${module}${target}`);
  }
}
