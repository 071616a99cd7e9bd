/** The environment variables that a program runs with on the embedded default: made here and nowhere else. */
import { madeUpEndpoint, madeUpHost } from "../../local/aws/endpoint";

export type Variables = Readonly<Record<string, string | undefined>>;

/** What a program must know of the embedded default that runs. */
export interface EmbeddedDefault {
  readonly accountId: string;
  readonly region: string;
  /** Address of the loopback proxy, `http://127.0.0.1:<port>`. */
  readonly proxyUrl: string;
  /** Value of TF_REATTACH_PROVIDERS; undefined when the real provider is used. */
  readonly reattach: string | undefined;
  /** Terraform's CLI configuration of this project. */
  readonly cliConfigFile: string;
}

/** Variables of the user that would lead Terraform or the AWS SDKs elsewhere. */
const leading = /^(AWS_.*|TF_(REATTACH_PROVIDERS|CLI_CONFIG_FILE|CLI_ARGS.*|WORKSPACE|DATA_DIR|PLUGIN_CACHE_DIR))$/;

/** Terraform on any target: quiet, without calls home, the user's own command-line defaults left out. */
export const terraformDefaults = {
  CHECKPOINT_DISABLE: "1",
  TF_IN_AUTOMATION: "1",
  TF_INPUT: "0",
} as const;

/** With these in it, Terraform would plan and apply something else than this program asked for, on another state. */
const bending = /^TF_(CLI_ARGS.*|WORKSPACE|DATA_DIR|REATTACH_PROVIDERS)$/;

/** The variables that are set, but for those that bend what Terraform does. */
export function plainVariables(user: Variables): Record<string, string> {
  return keep(user, (name) => !bending.test(name));
}

export function embeddedEnvironment(user: Variables, embedded: EmbeddedDefault): Record<string, string> {
  const proxy = embedded.proxyUrl;
  return {
    ...keep(user, (name) => !leading.test(name) && !/^(https?_proxy|no_proxy|request_method)$/i.test(name)),
    ...proxyVariables(user, proxy),
    ...terraformDefaults,
    TF_CLI_CONFIG_FILE: embedded.cliConfigFile,
    ...(embedded.reattach === undefined ? {} : { TF_REATTACH_PROVIDERS: embedded.reattach }),
    // The local AWS takes the account from a twelve-digit access key.
    AWS_ACCESS_KEY_ID: embedded.accountId,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: embedded.region,
    AWS_DEFAULT_REGION: embedded.region,
    AWS_ENDPOINT_URL: madeUpEndpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    // No profile of the user: neither its credentials nor its endpoints.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    // For programs that take no HTTP proxy: the proxy itself is an endpoint, with path-style buckets.
    SMART360_LOCAL_ENDPOINT: proxy,
  };
}

/**
 * Plain http goes through the loopback proxy, which refuses everything but the local AWS. What the user set for https
 * stays. Go never asks a proxy for loopback addresses, so the provider's gRPC is untouched, and it takes HTTP_PROXY from
 * a process with REQUEST_METHOD for an attack: that variable is left out.
 */
function proxyVariables(user: Variables, proxy: string): Record<string, string> {
  const bypass = (user["NO_PROXY"] ?? user["no_proxy"] ?? "").split(",").map((entry) => entry.trim());
  const covers = (entry: string) => {
    const suffix = entry.replace(/^\*?\./, "").replace(/:\d+$/, "");
    return entry === "*" || suffix === madeUpHost || madeUpHost.endsWith(`.${suffix}`);
  };
  const kept = bypass.filter((entry) => entry !== "" && !covers(entry));
  const https = bypass.includes("*") ? undefined : (user["HTTPS_PROXY"] ?? user["https_proxy"]);
  const noProxy = [...new Set([...kept, "localhost", "127.0.0.1", "::1"])].join(",");
  return {
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    ...(https === undefined ? {} : { HTTPS_PROXY: https, https_proxy: https }),
  };
}

function keep(variables: Variables, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0])),
  );
}
