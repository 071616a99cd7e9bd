/** How a setting gets its value: built-in <- `defaults` <- the service <- the service's entry for the environment. */
import { at, isObject, own } from "../document/plain";
import { builtIn } from "./built-in";
import { type Service, type ServiceInput, type Settings, type SettingsInput, settingsSchema } from "./schema";

/** Where a resolved value comes from. */
export type Origin = "builtIn" | "defaults" | "service" | "environment";

/** What the file says about one service, from the weakest to the strongest. */
export interface Layers {
  readonly defaults: SettingsInput;
  readonly service: SettingsInput;
  readonly environment: SettingsInput;
}

export interface ResolvedService {
  readonly service: Service;
  /** Where the value at a path comes from, for example of `["scaling", "max"]`. */
  readonly originOf: (path: readonly (string | number)[]) => Origin;
}

/** Resolves one service for one environment; the inputs are left as they are. */
export function resolveService(
  service: ServiceInput,
  defaults: SettingsInput,
  environmentName: string,
): ResolvedService {
  const overrides = service.environments ?? {};
  const override = Object.hasOwn(overrides, environmentName) ? (overrides[environmentName] ?? {}) : {};
  const layers: Layers = { defaults, service, environment: override };
  const retired = override.retired ?? service.retired ?? false;
  return {
    service: {
      name: service.name,
      description: service.description,
      owner: service.owner,
      paths: service.paths,
      priority: service.priority,
      retired: retired !== false,
      purged: retired === "purge",
      ...resolveSettings(layers),
    },
    originOf: (path) => originOf(layers, path),
  };
}

/** Objects merge key by key; lists and single values replace. */
export function resolveSettings({ defaults, service, environment }: Layers): Settings {
  const keys = Object.keys(settingsSchema.shape);
  const layers: readonly unknown[] = [builtIn, defaults, service, environment];
  const merged = Object.fromEntries(
    keys.map((key) => [key, layers.map((layer) => own(layer, key)).reduce(merge, undefined)]),
  ) as unknown as Settings; // every layer passed the schema, and the first one holds every required setting
  return { ...merged, migrate: merged.migrate?.length === 0 ? undefined : merged.migrate };
}

export function originOf(layers: Layers, path: readonly (string | number)[]): Origin {
  const order = ["environment", "service", "defaults"] as const;
  return order.find((layer) => at(layers[layer], path) !== undefined) ?? "builtIn";
}

function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isObject(below) || !isObject(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(own(below, key), own(above, key))]));
}
