/** What a synthesized stack reads from the outputs of others: `data.terraform_remote_state.<name>.outputs...`. */
import type { Change, Json } from "../plan-review/plan";
import type { Step } from "../schedule/schedule";

/** One value that a stack reads. */
export interface OutputRead {
  /** Stack that has the output. */
  readonly stack: string;
  /** Name of the output, and the way on inside it: `["repository_arns", "billing"]`. */
  readonly path: readonly string[];
}

/** Outputs of one stack by name, as plain values. */
export type OutputValues = Readonly<Record<string, unknown>>;

interface Synthesized {
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config?: { readonly key?: string } }>>;
  };
}

const reference =
  /data\.terraform_remote_state\.(?<name>[\w-]+)\.outputs(?<path>(?:\.[A-Za-z_][\w-]*|\["(?:[^"\\]|\\.)*"\])+)/g;
const step = /\.([A-Za-z_][\w-]*)|\["((?:[^"\\]|\\.)*)"\]/g;

/** Every value that the Terraform JSON of a stack reads from other stacks' states, each once, in its order. */
export function outputsRead(stack: unknown): readonly OutputRead[] {
  const owners = (stack as Synthesized).data?.terraform_remote_state ?? {};
  const found = new Map<string, OutputRead>();
  for (const text of texts(stack)) {
    for (const { 0: all, groups } of text.matchAll(reference)) {
      const { name = "", path = "" } = groups ?? {};
      const steps = [...path.matchAll(step)].map(([, word, quoted]) => word ?? unescape(quoted ?? ""));
      found.set(all, { stack: stackOfKey(owners[name]?.config?.key) ?? name, path: steps });
    }
  }
  return [...found.values()];
}

/** The value at a path of a stack's outputs; undefined when there is none. */
export function outputAt(outputs: OutputValues | undefined, path: readonly string[]): unknown {
  let value: unknown = outputs;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as OutputValues)[name];
  }
  return value;
}

/** Stacks that must be applied before `step` can be planned: not applied at all, or without a value that it reads. */
export function missingFor(
  step: Step,
  reads: readonly OutputRead[],
  applied: ReadonlyMap<string, OutputValues>,
): readonly string[] {
  const missing = new Set(step.dependencies.filter((stack) => !applied.has(stack)));
  for (const { stack, path } of reads) if (outputAt(applied.get(stack), path) === undefined) missing.add(stack);
  return [...missing];
}

/** Whether changes of a stack's outputs, as its plan has them, change the value at a path. */
export function changesRead(changes: Readonly<Record<string, OutputChange>>, path: readonly string[]): boolean {
  const [name = "", ...rest] = path;
  const change = changes[name];
  if (change === undefined || change.actions.join() === "no-op") return false;
  return isUnknown(change.after_unknown, rest) || !isSame(inside(change.before, rest), inside(change.after, rest));
}

type OutputChange = Pick<Change, "actions" | "before" | "after" | "after_unknown">;

function inside(value: unknown, path: readonly string[]): unknown {
  return outputAt({ value: value ?? undefined }, ["value", ...path]);
}

/** Whether the value at a path, or any part of it, is known after apply only. */
function isUnknown(unknown: Json, path: readonly string[]): boolean {
  let value: unknown = unknown;
  for (const name of path) {
    if (value === true) return true;
    value = inside(value, [name]);
  }
  return holdsTrue(value);
}

function holdsTrue(value: unknown): boolean {
  return value === true || (typeof value === "object" && value !== null && Object.values(value).some(holdsTrue));
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `production/network.tfstate` -> `network` */
export function stackOfKey(key: unknown): string | undefined {
  return typeof key !== "string" ? undefined : /([^/]+)\.tfstate$/.exec(key)?.[1];
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function unescape(quoted: string): string {
  return quoted.replaceAll(/\\(.)/g, "$1");
}
