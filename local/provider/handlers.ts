import {
  offlineEphemeralRefused,
  offlineFault,
  offlineMoveRefused,
  offlineTypeUnknown,
  offlineUnconfigurable,
} from "../../core/errors";
import { apply } from "./behaviour/apply";
import { readDataSource } from "./behaviour/data-sources";
import { plan } from "./behaviour/plan";
import type { ProviderSettings } from "./behaviour/settings";
import { defaultSettings, readSettings } from "./behaviour/settings";
import { unconfigurable } from "./behaviour/validate";
import { conform, importedState, readPrivate, writePrivate } from "./behaviour/state";
import { isLegacy } from "./facts/kind-facts";
import { replacementFacts } from "./facts/replacement-facts";
import type { Operation } from "./faults";
import { strike } from "./faults";
import type { ProviderOptions } from "./options";
import { errorToWire, pathToWire, schemaToWire } from "./protocol/wire";
import type { Schema, TypeName } from "./schema/model";
import { isDataSource } from "./schema/model";
import type { SchemaStore } from "./schema/store";
import type { DynamicValue } from "./values/codec";
import { blockFromWire, toWire } from "./values/codec";
import type { ObjectValue } from "./values/value";

/** A request as the protocol's library decodes it: every field present, with its default when it was not sent. */
export interface Request {
  readonly type_name: string;
  readonly config: DynamicValue | null;
  readonly current_state: DynamicValue | null;
  readonly prior_state: DynamicValue | null;
  readonly planned_state: DynamicValue | null;
  readonly proposed_new_state: DynamicValue | null;
  readonly raw_state: { readonly json: Uint8Array } | null;
  readonly private: Uint8Array;
  readonly prior_private: Uint8Array;
  readonly planned_private: Uint8Array;
  readonly id: string;
  readonly source_type_name: string;
  readonly target_type_name: string;
}

/** Answers one call. `peer` is the connection's other end: an instance of the provider in one run of Terraform. */
export type Handler = (request: Request, peer: string) => Promise<object>;

/** Connections are forgotten beyond this number, oldest first: they end without notice. */
const rememberedPeers = 4096;

const capabilities = { get_provider_schema_optional: true };

/** The calls of the plugin protocol, by name. What they throw becomes an error in the answer. */
export function handlers(options: ProviderOptions, store: SchemaStore): Readonly<Record<string, Handler>> {
  const settingsByPeer = new Map<string, ProviderSettings>();
  const settingsOf = (peer: string) => settingsByPeer.get(peer) ?? defaultSettings;

  const schemaOf = (type: TypeName): Schema => {
    const schema = store.get(type);
    if (schema === undefined) throw offlineTypeUnknown(type);
    return schema;
  };

  /**
   * Types that are asked for, and those the project has facts about: a state may hold what is configured no more. The
   * whole of a web ACL is larger than all others together, and has to be asked for.
   */
  const served = async (): Promise<TypeName[]> => {
    const isLight = (type: TypeName) => options.names !== undefined || type !== "aws_wafv2_web_acl";
    const known = Object.keys(replacementFacts).filter(isLight);
    const types = new Set([...(await options.types()), ...known]);
    return [...types].filter((type) => store.get(type) !== undefined).sort();
  };

  const injectFaults = async (type: TypeName, operation: Operation, resource: ObjectValue): Promise<void> => {
    const error = await strike(options.faults ?? [], type, operation, resource);
    if (error !== undefined) throw offlineFault(type, operation, error);
  };

  const validate = (type: TypeName, config: DynamicValue | null) => ({
    diagnostics: unconfigurable(schemaOf(type).block, blockFromWire(config) ?? {}).map((path) =>
      errorToWire("Value for unconfigurable attribute", offlineUnconfigurable(path.join(".")).message, path),
    ),
  });

  return {
    async GetMetadata() {
      const types = await served();
      const named = (type: TypeName) => ({ type_name: type.replace("data.", "") });
      return {
        server_capabilities: capabilities,
        resources: types.filter((type) => !isDataSource(type)).map(named),
        data_sources: types.filter(isDataSource).map(named),
      };
    },

    async GetProviderSchema() {
      const types = await served();
      const schemas = (wanted: readonly TypeName[]) =>
        Object.fromEntries(wanted.map((type) => [type.replace("data.", ""), schemaToWire(schemaOf(type))]));
      return {
        provider: schemaToWire(schemaOf("provider")),
        resource_schemas: schemas(types.filter((type) => !isDataSource(type))),
        data_source_schemas: schemas(types.filter(isDataSource)),
        server_capabilities: capabilities,
      };
    },

    // Terraform holds a configuration against the schema, but for values of attributes that cannot be configured. What
    // only AWS could refuse is not refused here.
    ValidateProviderConfig: async () => ({}),
    ValidateResourceConfig: async ({ type_name: type, config }) => validate(type, config),
    ValidateDataResourceConfig: async ({ type_name: name, config }) => validate(`data.${name}`, config),

    async ConfigureProvider({ config }, peer) {
      settingsByPeer.delete(peer);
      settingsByPeer.set(peer, readSettings(blockFromWire(config)));
      const [oldest] = settingsByPeer.keys();
      if (oldest !== undefined && settingsByPeer.size > rememberedPeers) settingsByPeer.delete(oldest);
      return {};
    },

    async UpgradeResourceState({ type_name: type, raw_state: raw }) {
      const stored = JSON.parse(Buffer.from(raw?.json ?? "{}").toString("utf8")) as Record<string, unknown>;
      return { upgraded_state: toWire(conform(schemaOf(type).block, stored)) };
    },

    async ReadResource({ type_name: type, current_state: current, private: kept }, peer) {
      const known = blockFromWire(current);
      if (known !== null) await injectFaults(type, "read", known);
      const state = known === null || options.found === undefined ? known : options.found(type, known);
      if (state === null) return { new_state: toWire(null), private: kept };
      // State written before resources had a region of their own belongs to the provider's region.
      const region = "region" in state ? { region: state["region"] ?? settingsOf(peer).region } : {};
      return { new_state: toWire({ ...state, ...region }), private: kept };
    },

    async PlanResourceChange(request, peer) {
      const { type_name: type, prior_private: kept } = request;
      const prior = blockFromWire(request.prior_state);
      const proposed = blockFromWire(request.proposed_new_state);
      if (proposed === null) return { planned_state: toWire(null), planned_private: kept };
      await injectFaults(type, "plan", proposed);
      const planned = plan({
        type,
        block: schemaOf(type).block,
        prior,
        proposed,
        config: blockFromWire(request.config) ?? {},
        settings: settingsOf(peer),
        imported: readPrivate(kept).imported === true,
      });
      return {
        planned_state: toWire(planned.state),
        requires_replace: planned.requiresReplace.map((name) => pathToWire([name])),
        planned_private: kept,
        legacy_type_system: isLegacy(type),
      };
    },

    async ApplyResourceChange(request, peer) {
      const type = request.type_name;
      const prior = blockFromWire(request.prior_state);
      const planned = blockFromWire(request.planned_state);
      if (planned === null) {
        await injectFaults(type, "delete", prior ?? {});
        return { new_state: toWire(null) };
      }
      await injectFaults(type, prior === null ? "create" : "update", planned);
      const state = apply({ type, block: schemaOf(type).block, prior, planned, settings: settingsOf(peer) });
      return { new_state: toWire(state), private: writePrivate({}) };
    },

    async ImportResourceState({ type_name: type, id }) {
      const state = toWire(importedState(type, schemaOf(type).block, id));
      return { imported_resources: [{ type_name: type, state, private: writePrivate({ imported: true }) }] };
    },

    async MoveResourceState({ source_type_name: from, target_type_name: to }) {
      throw offlineMoveRefused(from, to);
    },

    async ReadDataSource({ type_name: name, config }, peer) {
      const type = `data.${name}`;
      const configured = blockFromWire(config) ?? {};
      await injectFaults(type, "read", configured);
      const question = { config: configured, settings: settingsOf(peer), ssmParameter: options.ssmParameter };
      return { state: toWire(await readDataSource(type, schemaOf(type).block, question)) };
    },

    async ValidateEphemeralResourceConfig({ type_name: type }) {
      throw offlineEphemeralRefused(type);
    },
    async OpenEphemeralResource({ type_name: type }) {
      throw offlineEphemeralRefused(type);
    },
    async RenewEphemeralResource({ type_name: type }) {
      throw offlineEphemeralRefused(type);
    },
    CloseEphemeralResource: async () => ({}),
    GetFunctions: async () => ({}),
    CallFunction: async () => ({ error: { text: "The offline provider has no functions." } }),
    GetResourceIdentitySchemas: async () => ({}),
    StopProvider: async () => ({}),
  };
}

/** The answer to a call that failed. */
export function failure(call: string, error: unknown): object {
  const detail = error instanceof Error ? error.message : String(error);
  if (call === "CallFunction") return { error: { text: detail } };
  return { diagnostics: [errorToWire(`Offline provider: ${call} failed`, detail)] };
}
