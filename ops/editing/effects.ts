/** What one setting of a service is before and after an edit, in each environment, and where it comes from. */
import type { Path } from "../../core/document/json-document";
import { at } from "../../core/document/plain";
import type { Origin } from "../../core/manifest/resolve";
import type { Console } from "../console";
import type { Reading } from "./validate";

export interface Sourced {
  /** Undefined: not set. */
  readonly value: unknown;
  readonly origin: Origin;
}

export interface Effect {
  readonly environment: string;
  /** Undefined when the file was wrong before. */
  readonly before: Sourced | undefined;
  readonly after: Sourced | undefined;
}

/** @param path of the setting, without an environment */
export function effects(before: Reading, after: Reading, name: string, path: Path): readonly Effect[] {
  const valueIn = (reading: Reading, environment: string): Sourced | undefined => {
    const found = reading.services.get(environment)?.find(({ service }) => service.name === name);
    return found && { value: at(found.service, path), origin: found.originOf(path) };
  };
  return [...after.services.keys()].map((environment) => ({
    environment,
    before: before.issues === undefined ? valueIn(before, environment) : undefined,
    after: valueIn(after, environment),
  }));
}

/** One line when every environment gets the same, else one for each. `path` as for `effects`. */
export function printEffects(name: string, path: Path, all: readonly Effect[], out: Console): void {
  const label = [name, ...path].join(" > ");
  const lines = all.map((effect) => [effect.environment, describe(effect, name)] as const);
  const [first] = lines;
  if (first !== undefined && lines.every(([, line]) => line === first[1])) out.print(`${label}: ${first[1]}`);
  else {
    out.print(`${label}:`);
    for (const [environment, line] of lines) out.print(`  ${environment}: ${line}`);
  }
}

function describe({ environment, before, after }: Effect, name: string): string {
  const origins: Readonly<Record<Origin, string>> = {
    builtIn: "the built-in default",
    defaults: "from defaults, for every service",
    service: `set for ${name}`,
    environment: `set for ${name} in ${environment}`,
  };
  const words = (sourced: Sourced | undefined) =>
    isSet(sourced) ? `${shown(sourced.value)} (${origins[sourced.origin]})` : "not set";
  const now = words(after);
  if (before === undefined) return now;
  const earlier = words(before);
  if (earlier === now) return `${now}, as before`;
  // Where both come from the same place, that is said once.
  const isAlike = isSet(before) && isSet(after) && before.origin === after.origin;
  return `${isAlike ? shown(before.value) : earlier} -> ${now}`;
}

const isSet = (sourced: Sourced | undefined): sourced is Sourced => sourced?.value !== undefined;

const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
