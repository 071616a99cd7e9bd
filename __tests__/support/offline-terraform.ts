/** The real terraform on an offline provider of a suite's own; nothing is shared with other suites but the schema cache. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ProviderOptions } from "../../local/provider/options";
import { namesIn } from "../../local/provider/schema/narrow";
import { startProvider } from "../../local/provider/server";

const root = resolve(import.meta.dirname, "../..");

/** How a run of terraform ended. */
export interface Run {
  readonly exitCode: number;
  /** Both streams, with line breaks and Terraform's frames taken out: text can be found however it was wrapped. */
  readonly text: string;
}

/** One resource's change in a plan (Terraform's JSON output of plans). */
export interface Change {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly after_unknown: Record<string, unknown>;
    readonly replace_paths?: readonly (readonly unknown[])[];
  };
}

/** A folder with one configuration and its state. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "smart360-offline-"));

  /** @param names takes up what the configurations name */
  constructor(
    private readonly reattach: string,
    private readonly names: Set<string>,
  ) {
    writeFileSync(join(this.folder, "terraform.rc"), "");
  }

  /** Replaces the configuration; `terraform.required_providers` and a provider for us-east-1 are added where missing. */
  write(config: Readonly<Record<string, unknown>>): this {
    const terraform = { required_providers: { aws: { source: "hashicorp/aws" } } };
    const provider = { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } };
    const text = JSON.stringify({ terraform, provider, ...config });
    for (const name of namesIn(text)) this.names.add(name);
    writeFileSync(join(this.folder, "main.tf.json"), text);
    return this;
  }

  /** Writes a resource alone. */
  resource(type: string, config: object, more: Readonly<Record<string, unknown>> = {}): this {
    return this.write({ resource: { [type]: { it: config } }, ...more });
  }

  async run(...args: string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await this.execute([...args, "-no-color"]);
    return { exitCode, text: (stdout + stderr).replaceAll(/[\s│╷╵]+/g, " ") };
  }

  async init(): Promise<Run> {
    return this.run("init", "-input=false");
  }

  /** Plans; the changes are those of resources, those without action left out. */
  async plan(): Promise<Run & { readonly changes: readonly Change[] }> {
    const run = await this.run("plan", "-input=false", "-detailed-exitcode", "-out=it.plan");
    if (run.exitCode === 1) return { ...run, changes: [] };
    const { stdout } = await this.execute(["show", "-json", "it.plan"]);
    const { resource_changes: changes = [] } = JSON.parse(stdout) as { readonly resource_changes?: readonly Change[] };
    return { ...run, changes: changes.filter(({ change }) => change.actions.join() !== "no-op") };
  }

  /**
   * Plans, and nothing else: the state is only read.
   * @returns what `terraform show -json` prints of the plan
   * @throws {Error} with what terraform says, when it refuses
   */
  async planJson(...args: string[]): Promise<string> {
    const run = await this.run("plan", "-input=false", "-lock=false", "-out=it.plan", ...args);
    if (run.exitCode !== 0) throw new Error(run.text);
    return (await this.execute(["show", "-json", "it.plan"])).stdout;
  }

  async apply(): Promise<Run> {
    return this.run("apply", "-input=false", "-auto-approve");
  }

  /** Applies and plans again: "applied, then nothing to do" or what went otherwise. */
  async settles(): Promise<string> {
    const applied = await this.apply();
    if (applied.exitCode !== 0) return applied.text;
    const { exitCode, text } = await this.run("plan", "-input=false", "-detailed-exitcode");
    return exitCode === 0 ? "applied, then nothing to do" : text;
  }

  /** Attributes of a resource in the state. */
  state(address: string): Record<string, unknown> {
    const { resources } = this.stateFile();
    const found = resources.find(({ mode, type, name }) => {
      return `${mode === "data" ? "data." : ""}${type}.${name}` === address;
    });
    return found?.instances[0]?.attributes ?? {};
  }

  /** The state as it is stored. */
  stateFile(): StateFile {
    return JSON.parse(readFileSync(this.statePath, "utf8")) as StateFile;
  }

  writeState(state: StateFile): void {
    writeFileSync(this.statePath, JSON.stringify(state));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get statePath(): string {
    return join(this.folder, "terraform.tfstate");
  }

  private execute(args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const env = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      TF_CLI_CONFIG_FILE: join(this.folder, "terraform.rc"),
      CHECKPOINT_DISABLE: "1",
      TF_REATTACH_PROVIDERS: this.reattach,
      // terraform is gone before its garbage matters: collecting less takes a third less time.
      GOGC: "400",
    };
    const options = { cwd: this.folder, env, maxBuffer: 1 << 28 };
    return new Promise((done) =>
      execFile("terraform", args, options, (error, stdout, stderr) =>
        done({ exitCode: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr }),
      ),
    );
  }
}

/** What Terraform stores. */
export interface StateFile {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { attributes: Record<string, unknown>; schema_version: number; private?: string }[];
  }[];
}

/** An offline provider and the workspaces that use it. */
export interface OfflineTerraform {
  /** A new workspace, initialized with a configuration. */
  workspace(config?: Readonly<Record<string, unknown>>): Promise<Workspace>;
  /** Lines the provider logged. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

export interface OfflineTerraformOptions extends Partial<Omit<ProviderOptions, "names">> {
  /** Whether schemas hold what no configuration names, too. @default false */
  readonly isWhole?: boolean;
}

export async function startOfflineTerraform({
  isWhole = false,
  ...options
}: OfflineTerraformOptions = {}): Promise<OfflineTerraform> {
  const log: string[] = [];
  const names = new Set<string>();
  const workspaces: Workspace[] = [];
  const provider = await startProvider({
    root,
    cacheDir: join(root, ".gen", "provider-schema"),
    types: () => [],
    ssmParameter: async (name, region, account) => (name === "/absent" ? undefined : `${name} ${region} ${account}`),
    log: (line) => log.push(line),
    ...(isWhole ? {} : { names: () => names }),
    ...options,
  });
  return {
    async workspace(config = {}) {
      const workspace = new Workspace(provider.reattach, names).write(config);
      workspaces.push(workspace);
      await workspace.init();
      return workspace;
    },
    log,
    async stop() {
      await provider.stop();
      for (const workspace of workspaces) workspace.remove();
    },
  };
}
