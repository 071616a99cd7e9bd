/** A synthesized stack as it is planned in a scratch folder: the same resources, with states of this comparison's own. */
import { stackOfKey } from "../../core/synthesized/remote-outputs";

/** Terraform JSON, as far as it is looked into. */
export interface StackDocument {
  readonly terraform?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/**
 * Without its backend, so that its state is the file beside it; other stacks' states are read from files; without
 * `prevent_destroy`, which would end the plan at the one thing that must be told.
 *
 * @param stateFile where the state of another stack is; undefined for one that nothing is read from
 */
export function scratchDocument(
  document: StackDocument,
  stateFile: (stack: string) => string | undefined,
): StackDocument {
  const terraform = without(document.terraform ?? {}, "backend");
  const { terraform_remote_state: states = {}, ...data } = document.data ?? {};
  const local = Object.entries(states).flatMap(([name, state]) => {
    const path = stateFile(stackOfRemoteState(name, state));
    return path === undefined ? [] : [[name, { ...state, backend: "local", config: { path } }] as const];
  });
  return {
    ...document,
    terraform,
    ...(document.data === undefined
      ? {}
      : { data: { ...data, ...(local.length === 0 ? {} : { terraform_remote_state: Object.fromEntries(local) }) } }),
    ...(document.resource === undefined ? {} : { resource: mapTwice(document.resource, withoutGuard) }),
  };
}

function stackOfRemoteState(name: string, { config }: Readonly<Record<string, unknown>>): string {
  const key = typeof config === "object" && config !== null && "key" in config ? config.key : undefined;
  return stackOfKey(key) ?? name;
}

function withoutGuard(resource: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { lifecycle, ...rest } = resource;
  if (typeof lifecycle !== "object" || lifecycle === null) return resource;
  const kept = without(lifecycle, "prevent_destroy");
  return Object.keys(kept).length === 0 ? rest : { ...rest, lifecycle: kept };
}

function without(object: object, left: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== left));
}

type Tree<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

function mapTwice<T>(tree: Tree<T>, change: (value: T) => T): Tree<T> {
  return Object.fromEntries(
    Object.entries(tree).map(([type, named]) => [
      type,
      Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)])),
    ]),
  );
}
