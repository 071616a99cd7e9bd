import type { ObjectValue, Value } from "../values/value";
import { isList, isObject } from "../values/value";

/** What a provider block of the configuration says, as far as plans depend on it. */
export interface ProviderSettings {
  readonly region: string;
  /** Twelve digits: the first account the provider is allowed to work in, or zeros. */
  readonly account: string;
  readonly defaultTags: Readonly<Record<string, Value>>;
}

const defaultRegion = "us-east-1";
const noAccount = "000000000000";

/** Settings of a provider block that is not configured (yet). */
export const defaultSettings: ProviderSettings = { region: defaultRegion, account: noAccount, defaultTags: {} };

/** Reads the settings of a provider block. Credentials and endpoints in it are ignored: nothing is called. */
export function readSettings(config: ObjectValue | null): ProviderSettings {
  if (config === null) return defaultSettings;
  const { region, allowed_account_ids: accounts, default_tags: tags } = config;
  const account = isList(accounts) ? accounts.find((id) => typeof id === "string") : undefined;
  const block = isList(tags) ? tags[0] : undefined;
  return {
    region: typeof region === "string" ? region : defaultRegion,
    account: typeof account === "string" ? account : noAccount,
    defaultTags: isObject(block) && isObject(block["tags"]) ? block["tags"] : {},
  };
}
