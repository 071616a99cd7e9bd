/** A state as Terraform stores it, as far as it matters here; what else is in it is passed on as it is. */
import type { Json } from "./plan-document";

export interface State {
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly resources: readonly StateResource[];
}

export interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly StateInstance[];
}

export interface StateInstance {
  readonly schema_version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Addresses of what the resource depended on when it was applied. */
  readonly dependencies?: readonly string[];
}
