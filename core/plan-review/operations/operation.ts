import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import type { OperationEffect } from "../review";

/** What a change of one resource means in operation. */
export interface Effect {
  readonly effect: OperationEffect;
  readonly subject: string;
  readonly sentence: string;
  /** Other resources whose change this tells too. */
  readonly addresses?: readonly string[];
}

/** @param stack all resources of the stack */
export type EffectsOf = (resource: ChangedResource, stack: readonly ChangedResource[]) => readonly Effect[];

/** A difference of an argument or of something in it, noise included. */
export function touches(resource: ChangedResource, ...names: readonly string[]): boolean {
  return resource.deltas.some((delta) => names.some((name) => isOf(delta, name)));
}

export function deltaOf(resource: ChangedResource, name: string): Delta | undefined {
  return resource.deltas.find((delta) => delta.argument === name);
}

const isOf = ({ argument }: Delta, name: string) => argument === name || argument.startsWith(`${name}.`);

/** `db.m6g.large -> db.m6g.xlarge`. */
export { plain as valueInWords } from "../values/show";
