/** The project on disk: its folder, its manifest, its environments. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readEnvironment } from "../core/environment/read";
import type { Environment } from "../core/environment/schema";
import { unknownEnvironment } from "../core/errors";
import { type ReadManifestOptions, readServices } from "../core/manifest/read";
import type { ResolvedService } from "../core/manifest/resolve";
import type { Manifest } from "../core/manifest/schema";
import { codeRoot } from "../local/paths";
import { readText } from "./read-text";

type LoadOptions = Pick<ReadManifestOptions, "provesCapacity">;

/** Folder of the project: this program's own, unless SMART360_PROJECT names another. */
export function projectRoot(): string {
  const other = process.env["SMART360_PROJECT"];
  return other === undefined || other === "" ? codeRoot : resolve(other);
}

/** Names of the environments, from `environments/<name>.json`. */
export function environmentNames(root: string): readonly string[] {
  try {
    return readdirSync(join(root, "environments"))
      .filter((file) => file.endsWith(".json") && !file.endsWith(".schema.json"))
      .map((file) => file.slice(0, -".json".length))
      .sort();
  } catch {
    return [];
  }
}

/** Reads and validates an environment; throws UserError or ManifestError. */
export function loadEnvironment(root: string, name: string): Environment {
  const known = environmentNames(root);
  if (!known.includes(name)) throw unknownEnvironment(name, known);
  const file = (environment: string) => join("environments", `${environment}.json`);
  const text = (environment: string) => readText(root, file(environment), "it is an environment");
  const others = known.filter((other) => other !== name).map(text);
  return readEnvironment(text(name), { file: file(name), name, others });
}

/** Reads and validates `services.json` for one environment; `options` as `readManifest` takes them. */
export function loadManifest(root: string, environment: Environment, options: LoadOptions = {}): Manifest {
  return { services: loadServices(root, environment, options).map(({ service }) => service) };
}

/** The same, with the origin of each resolved value. */
export function loadServices(
  root: string,
  environment: Environment,
  options: LoadOptions = {},
): readonly ResolvedService[] {
  const file = "services.json";
  const text = readText(root, file, "it lists the services");
  return readServices(text, { file, environment, knownEnvironments: environmentNames(root), ...options });
}
