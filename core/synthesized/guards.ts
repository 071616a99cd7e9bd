/**
 * `prevent_destroy` in synthesized stacks. It is Terraform's own, so that no plan tells when it comes or goes; the texts
 * that are planned do.
 */
import { own } from "../document/plain";
import { guardedTypes } from "./guarded-types";
import { resourcesOf } from "./stack";

export interface NamedDocument {
  readonly name: string;
  /** Terraform JSON of the stack. */
  readonly document: unknown;
}

/** Resources of one stack. */
export interface GuardedResources {
  readonly stack: string;
  readonly addresses: readonly string[];
}

/** Resources of both versions whose `prevent_destroy` differs, by stack. */
export interface GuardChanges {
  readonly lost: readonly GuardedResources[];
  readonly gained: readonly GuardedResources[];
}

export function guardChanges(before: readonly NamedDocument[], after: readonly NamedDocument[]): GuardChanges {
  const changed = (which: (wasGuarded: boolean, isGuarded: boolean) => boolean) =>
    after.flatMap(({ name: stack, document }) => {
      const old = before.find(({ name }) => name === stack);
      if (old === undefined) return [];
      const guards = guardsOf(old.document);
      const addresses = [...guardsOf(document)].flatMap(([address, isGuarded]) => {
        const wasGuarded = guards.get(address);
        return wasGuarded !== undefined && which(wasGuarded, isGuarded) ? [address] : [];
      });
      return addresses.length === 0 ? [] : [{ stack, addresses }];
    });
  return { lost: changed((was, is) => was && !is), gained: changed((was, is) => !was && is) };
}

/** Addresses of what is to be guarded and may be destroyed by a plan. */
export function unguarded(document: unknown): readonly string[] {
  return resourcesOf(document)
    .filter((resource) => Object.hasOwn(guardedTypes, resource.type) && !isGuarded(resource.arguments))
    .map(({ address }) => address);
}

const guardsOf = (document: unknown): ReadonlyMap<string, boolean> =>
  new Map(resourcesOf(document).map((resource) => [resource.address, isGuarded(resource.arguments)]));

const isGuarded = (resource: unknown) => own(own(resource, "lifecycle"), "prevent_destroy") === true;
