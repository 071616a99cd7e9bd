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

/** One line when every environment gets the same, else one for each. */
export function printEffects(label: string, all: readonly Effect[], out: Console): void {
  const lines = all.map((effect) => [effect.environment, describe(effect)] as const);
  const [first] = lines;
  if (first !== undefined && lines.every(([, line]) => line === first[1])) out.print(`${label}: ${first[1]}`);
  else {
    out.print(`${label}:`);
    for (const [environment, line] of lines) out.print(`  ${environment}: ${line}`);
  }
}

function describe({ environment, before, after }: Effect): string {
  const now = words(after, environment);
  if (before === undefined) return now;
  const earlier = words(before, environment);
  return earlier === now ? `${now}, as before` : `${earlier} -> ${now}`;
}

const origins: Readonly<Record<Origin, string>> = {
  builtIn: "built-in default",
  defaults: "from defaults",
  service: "its own",
  environment: "override",
};

function words(sourced: Sourced | undefined, environment: string): string {
  if (sourced === undefined || sourced.value === undefined) return "not set";
  const { value, origin } = sourced;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return `${shown} (${origins[origin]}${origin === "environment" ? ` for ${environment}` : ""})`;
}
