/** What a resource belongs to: the one that an argument refers to in the configuration, within the same plan. */
import { type Configuration, withoutKeys } from "./configuration";
import { labelOf } from "./label";
import type { Plan, ResourceChange } from "./plan";
import { readChange } from "./values/read-change";
import type { Secrecy } from "./values/secrecy";

export class Owners {
  private readonly changes: ReadonlyMap<string, ResourceChange>;

  constructor(
    { resource_changes }: Plan,
    private readonly configuration: Configuration,
    private readonly secrecy: Secrecy,
  ) {
    this.changes = new Map(resource_changes.map((change) => [withoutKeys(change.address), change]));
  }

  /** Label of what an argument refers to; undefined where that is in no resource of the plan. */
  label(resource: ResourceChange, argument: string): string | undefined {
    const [, module = ""] = /^(.*?)[^.]+\.[^.]+$/.exec(withoutKeys(resource.address)) ?? [];
    for (const reference of this.configuration.references(resource, argument)) {
      const [target] = /^[^.]+\.[^.[]+/.exec(reference) ?? [];
      const owner = target === undefined ? undefined : this.changes.get(`${module}${target}`);
      if (owner === undefined || owner === resource) continue;
      const { before, after } = readChange(owner.change, this.secrecy);
      return labelOf(owner.type, this.secrecy.shown(owner.address), before, after);
    }
    return undefined;
  }
}
