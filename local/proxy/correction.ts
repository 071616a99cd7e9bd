/** A difference between the local AWS and AWS that the proxy makes up for. */
import type { Memory } from "./memory";
import type { ProxiedAnswer, ProxiedRequest, Scope } from "./message";

export interface Correction {
  /** Service of the credential scope, e.g. `rds`. */
  readonly service: string;
  /** The request as the local AWS understands it. @default as it is */
  readonly request?: (request: ProxiedRequest, context: Context) => ProxiedRequest;
  /** The answer as AWS gives it; `request` is what the client sent. @default as it is */
  readonly answer?: (answer: ProxiedAnswer, request: ProxiedRequest, context: Context) => ProxiedAnswer;
}

export interface Context {
  readonly scope: Scope;
  readonly memory: Memory;
}

/** Memory is apart by account and region, as resources are. */
export function named({ account, region }: Scope, name: string): string {
  return `${account}/${region}/${name}`;
}
