/** Reads `services.json`: text in, resolved and checked services out, or everything that is wrong with it. */
import { salvage } from "../document/salvage";
import { schemaIssues } from "../document/schema-issues";
import { parseJson } from "../document/parse";
import type { JsonDocument, Path } from "../document/json-document";
import { at } from "../document/plain";
import { throwIssues } from "../document/issues";
import type { Environment } from "../environment/schema";
import { checkCapacity } from "./checks/capacity";
import { checkEnvironments } from "./checks/environments";
import { checkNames } from "./checks/names";
import { checkRelations } from "./checks/relations";
import { checkRouting } from "./checks/routing";
import { checkScaling } from "./checks/scaling";
import { checkVariables } from "./checks/variables";
import type { Check } from "./checks/context";
import { Entry } from "./entry";
import { type ResolvedService, resolveService } from "./resolve";
import { type Manifest, manifestSchema, overrideSchema, serviceSchema, settingsSchema } from "./schema";

export interface ReadManifestOptions {
  /** The file's name as messages show it. */
  readonly file: string;
  /** The environment to resolve for: its overrides apply, its limits count. */
  readonly environment: Environment;
  /** Names of all environments; when given, overrides for any other name are refused. */
  readonly knownEnvironments?: readonly string[];
  /**
   * Whether services that find no room on the environment's instances are refused. False for whoever shows just that.
   * @default true
   */
  readonly provesCapacity?: boolean;
}

const checks: readonly Check[] = [
  checkNames,
  checkRouting,
  checkRelations,
  checkScaling,
  checkVariables,
  checkEnvironments,
];

/**
 * The services of a manifest, resolved for one environment.
 *
 * @throws {ManifestError} with everything that is wrong, each with its place, in the order of the file. It throws nothing
 * else, whatever the text.
 */
export function readManifest(text: string, options: ReadManifestOptions): Manifest {
  return { services: readServices(text, options).map(({ service }) => service) };
}

/** The same, with the origin of each resolved value. */
export function readServices(text: string, options: ReadManifestOptions): readonly ResolvedService[] {
  const { document, issues } = parseJson(text, options.file);
  if (document === undefined) return throwIssues(issues);
  const context = { document, entries: entriesOf(document, options.environment.name), ...options };
  const found = [
    ...issues,
    ...schemaIssues(manifestSchema, document, { conceals }),
    ...[...checks, ...(options.provesCapacity === false ? [] : [checkCapacity])].flatMap((check) =>
      check({ knownEnvironments: undefined, ...context }),
    ),
  ];
  if (found.length > 0) return throwIssues(found);
  const { defaults = {}, services } = manifestSchema.parse(document.value);
  return services.map((service) => resolveService(service, defaults, options.environment.name));
}

/** Every entry of `services`, with as much of it as can be used. */
function entriesOf(document: JsonDocument, environmentName: string): Entry[] {
  const read = (path: Path) => at(document.value, path);
  const optional = (path: Path) => salvage(overrideSchema, read(path) ?? {});
  const defaults = salvage(settingsSchema.partial(), read(["defaults"]) ?? {});
  const services = read(["services"]);
  return (Array.isArray(services) ? services : []).map((service: unknown, index) => {
    const override = optional(["services", index, "environments", environmentName]);
    return new Entry(index, salvage(serviceSchema, service), defaults, override, environmentName);
  });
}

/** Values of variables may be secrets put in the wrong place: messages do not repeat them. */
function conceals(path: Path): boolean {
  return path.some((segment) => segment === "environment" || segment === "secrets");
}
