/** One entry of `services` under check: what it resolves to, and where in the file each value was written. */
import type { Path } from "../document/json-document";
import { at } from "../document/plain";
import type { Salvaged } from "../document/salvage";
import type { Operand } from "../errors/manifest";
import { type Layers, type Origin, originOf, resolveSettings } from "./resolve";
import type { OverrideInput, ServiceInput, Settings, SettingsInput } from "./schema";

/** From the weakest to the strongest. */
const order: readonly Origin[] = ["builtIn", "defaults", "service", "environment"];

export class Entry {
  /** Resolved; values at unusable keys are to be left alone (`isUsable`). */
  readonly settings: Settings;
  readonly retired: boolean;
  private readonly layers: Layers;
  private readonly broken: ReadonlySet<string>;

  constructor(
    readonly index: number,
    readonly service: Salvaged<ServiceInput>,
    defaults: Salvaged<SettingsInput>,
    override: Salvaged<OverrideInput>,
    private readonly environmentName: string,
  ) {
    this.layers = { defaults: defaults.value, service: service.value, environment: override.value };
    this.settings = resolveSettings(this.layers);
    this.retired = (override.value.retired ?? service.value.retired ?? false) !== false;
    this.broken = new Set([...defaults.broken, ...service.broken, ...override.broken]);
  }

  get path(): Path {
    return ["services", this.index];
  }

  get name(): string | undefined {
    return this.service.value.name;
  }

  /** False if some layer holds a value at this key that breaks the schema: what follows from it means nothing. */
  isUsable(path: Path): boolean {
    return !this.broken.has(String(path[0]));
  }

  /** The number at a path of the settings; undefined if there is none, or none that can be used. */
  number(path: Path): number | undefined {
    const value = this.isUsable(path) ? at(this.settings, path) : undefined;
    return typeof value === "number" ? value : undefined;
  }

  /** Where the file sets this value; where it does not, the place in `defaults` where it could. */
  place(path: Path): Path {
    const origin = originOf(this.layers, path);
    if (origin === "service") return [...this.path, ...path];
    if (origin === "environment") return [...this.path, "environments", this.environmentName, ...path];
    return ["defaults", ...path];
  }

  /** The one of these paths that the strongest layer sets: where a person would look first. The first one wins a tie. */
  strongest(...paths: readonly [Path, ...Path[]]): Path {
    const rank = (path: Path) => order.indexOf(originOf(this.layers, path));
    return paths.reduce((best, path) => (rank(path) > rank(best) ? path : best));
  }

  /** The number at a path as a message at `messagePath` names it. */
  operand(path: Path, messagePath: Path): Operand {
    const origin = originOf(this.layers, path);
    const isElsewhere = origin === "defaults" && originOf(this.layers, messagePath) !== "defaults";
    return {
      name: String(path.at(-1)),
      value: this.number(path) ?? NaN,
      from: origin === "builtIn" ? "built-in" : isElsewhere ? "from defaults" : undefined,
    };
  }
}
