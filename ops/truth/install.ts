/** Lets `terraform init` install the real AWS provider, from a mirror or the registry. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json } from "../../local/truth/plan-document";
import { cliConfiguration } from "../terraform/cli-configuration";
import { describeFailure } from "../terraform/diagnostics";
import { plainVariables, terraformDefaults, type Variables } from "../terraform/environment";
import { providerMirror } from "../terraform/mirror";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";

export interface Installed {
  /** For example `5.100.0`. */
  readonly version: string;
  /** The provider's program. */
  readonly program: string;
}

export interface InstallOptions {
  /** Folder of our own, emptied. */
  readonly folder: string;
  /** A synthesized stack: it says which provider it needs. */
  readonly stack: Json;
  readonly keeper?: GroupKeeper;
  readonly interruption: Interruption;
}

/** Resolves to the provider, or to the reason why there is none. */
export async function installProvider(options: InstallOptions): Promise<Installed | { readonly missing: string }> {
  const { folder, stack, ...shared } = options;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cliConfigFile = join(folder, "terraform.rc");
  writeFileSync(cliConfigFile, cliConfiguration(providerMirror(process.env)));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(providerOf(stack)));
  const variables = {
    ...ofTheUser(process.env),
    ...terraformDefaults,
    TF_CLI_CONFIG_FILE: cliConfigFile,
    // A machine without a registry is told so at once.
    TF_REGISTRY_DISCOVERY_RETRY: "0",
    TF_REGISTRY_CLIENT_TIMEOUT: "10",
  };
  const init = await runTerraform(["init", "-json", "-input=false"], { folder, variables, ...shared });
  if (init.exitCode !== 0) return { missing: describeFailure(init) };
  const found = find(join(folder, ".terraform", "providers", "registry.terraform.io", "hashicorp", "aws"));
  return found ?? { missing: "terraform init succeeded but installed no AWS provider" };
}

/** The user's proxies lead to the registry; no other provider is to stand in for the real one. */
function ofTheUser(variables: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(plainVariables(variables)).filter(([name]) => !name.startsWith("TF_")));
}

/** The stack without all that needs more than the provider. */
function providerOf(stack: Json): Json {
  const terraform = isObject(stack) && isObject(stack["terraform"]) ? stack["terraform"] : {};
  return { terraform: { required_providers: terraform["required_providers"] ?? {} } };
}

/** `<version>/<platform>/terraform-provider-aws_v<version>_x5` */
function find(folder: string): Installed | undefined {
  for (const version of readdirSync(folder))
    for (const platform of readdirSync(join(folder, version)))
      for (const file of readdirSync(join(folder, version, platform)))
        if (file.startsWith("terraform-provider-aws"))
          return { version, program: join(folder, version, platform, file) };
  return undefined;
}
