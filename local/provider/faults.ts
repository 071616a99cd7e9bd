import { setTimeout as delay } from "node:timers/promises";
import type { TypeName } from "./schema/model";
import type { ObjectValue } from "./values/value";

/** What Terraform asks the provider to do with a resource. */
export type Operation = "read" | "plan" | "create" | "update" | "delete";

/**
 * A latency or a failure to inject. Terraform tells a provider no addresses, only types and values: a resource is named
 * by its type and, where there are several, by arguments of its configuration (or of its state, when it is read or
 * deleted).
 */
export interface Fault {
  readonly type: TypeName;
  /** Arguments the resource has, e.g. `{ bucket: "logs" }`. @default every resource of the type */
  readonly where?: Readonly<Record<string, string | number | boolean>>;
  readonly operation: Operation;
  /** How long the operation takes longer. @default 0 */
  readonly delayMilliseconds?: number;
  /** Message of the error that the operation ends with. @default it does not fail */
  readonly error?: string;
}

/** Waits as long as the faults that match say. @returns the message of the first that fails the operation */
export async function strike(
  faults: readonly Fault[],
  type: TypeName,
  operation: Operation,
  resource: ObjectValue,
): Promise<string | undefined> {
  const struck = faults.filter(
    (fault) =>
      fault.type === type &&
      fault.operation === operation &&
      Object.entries(fault.where ?? {}).every(([name, value]) => resource[name] === value),
  );
  for (const { delayMilliseconds } of struck) if (delayMilliseconds !== undefined) await delay(delayMilliseconds);
  return struck.find(({ error }) => error !== undefined)?.error;
}
