import { resourcesOf, type SynthesizedResource } from "../../core/synthesized/stack";
import { decodeExpression, isJsonExpression } from "../../core/synthesized/decode-expression";
import type { Manifest } from "../../core/manifest/schema";
import type { Platform } from "../support/platform";

/**
 * What a resource must look like: an object holds at least these members; a list, for each of these elements, one that
 * matches; a function decides; anything else is equal.
 */
export type Expected =
  | string
  | number
  | boolean
  | ((actual: unknown) => boolean)
  | readonly Expected[]
  | { readonly [name: string]: Expected };

/** Something that must be true of the synthesized stacks. */
export interface Claim {
  /** What is true, in words. */
  readonly says: string;
  /** Stack, or `service-` for those of all services in use, in each of which it holds. */
  readonly stack: string;
  readonly type: string;
  /** Narrows the resources by the end of their construct path. */
  readonly path?: string;
  readonly with?: Expected;
}

/**
 * Addresses (`stack: address`) of the resources that make a claim true; empty when it is false. The manifest says which
 * services are in use: their stacks must hold something, and those of retired ones hold nothing.
 */
export function witnesses(platform: Platform, manifest: Manifest, claim: Claim): string[] {
  const stacks = claim.stack === "service-" ? inUse(manifest).map((name) => `service-${name}`) : [claim.stack];
  const found = stacks.map((stack) =>
    resources(platform, stack)
      .filter(({ type, path }) => type === claim.type && path.endsWith(claim.path ?? ""))
      .filter(({ arguments: given }) => claim.with === undefined || matches(decoded(given), claim.with))
      .map(({ address }) => `${stack}: ${address}`),
  );
  // True of all stacks that are meant, or false.
  return found.some((addresses) => addresses.length === 0) ? [] : found.flat();
}

/** Names of the services that are in use. */
export const inUse = ({ services }: Manifest) => services.filter(({ retired }) => !retired).map(({ name }) => name);

/** Each address once, with what all services have under one name: a page of them holds whatever services there are. */
export function alike(addresses: readonly string[]): string[] {
  const general = addresses.map((address) =>
    address
      .replace(/^service-[^:]+/, "service-<name>")
      // Here the name is in the construct's path, and so in the hash.
      .replace(/\.Service-[a-z0-9-]+(_.*)_[0-9A-F]{8}$/, ".Service-<name>$1"),
  );
  return [...new Set(general)];
}

const cache = new WeakMap<Platform, Map<string, SynthesizedResource[]>>();

function resources(platform: Platform, stack: string): SynthesizedResource[] {
  const known = cache.get(platform) ?? new Map<string, SynthesizedResource[]>();
  cache.set(platform, known);
  const found = known.get(stack) ?? resourcesOf(JSON.parse(platform.text(stack)));
  known.set(stack, found);
  return found;
}

function decoded(value: unknown): unknown {
  if (isJsonExpression(value)) return decodeExpression(value);
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decoded(member)]));
  return value;
}

function matches(actual: unknown, expected: Expected): boolean {
  if (typeof expected === "function") return expected(actual);
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      expected.every((wanted) => actual.some((element) => matches(element, wanted as Expected)))
    );
  if (typeof expected === "object")
    return (
      typeof actual === "object" &&
      actual !== null &&
      Object.entries(expected).every(([key, wanted]) =>
        matches((actual as Record<string, unknown>)[key], wanted as Expected),
      )
    );
  return actual === expected;
}

export const atLeast = (minimum: number) => (actual: unknown) => Number(actual) >= minimum;
export const absent = (actual: unknown) => actual === undefined;
export const present = (actual: unknown) => actual !== undefined && actual !== "";
export const refersTo = (type: string) => (actual: unknown) => String(actual).includes(`${type}.`);
export const endsWith = (end: string) => (actual: unknown) => String(actual).endsWith(end);
