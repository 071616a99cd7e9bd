/** Plans one configuration with one provider, in a folder of its own and with a local state. */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Json, PlanDocument, Schemas, SchemaDocument } from "../../local/truth/plan-document";
import type { StateDocument } from "../state/read";
import { describeFailure } from "../terraform/diagnostics";
import { runTerraform, type GroupKeeper, type Interruption } from "../terraform/run";

export interface PlannerOptions {
  readonly folder: string;
  /** Environment of terraform, with TF_REATTACH_PROVIDERS. */
  readonly variables: Readonly<Record<string, string>>;
  readonly keeper: GroupKeeper;
  readonly interruption: Interruption;
}

export interface Configuration {
  readonly document: Json;
  /** State to start from; undefined: nothing is there yet. */
  readonly state?: StateDocument;
}

/** One terraform at a time. */
export class Planner {
  private schemas: Schemas = {};

  constructor(private readonly options: PlannerOptions) {}

  /** Schemas of the provider's resources. */
  async readSchemas(document: Json): Promise<Schemas> {
    this.prepare({ document });
    const said = JSON.parse(await this.print("providers", "schema", "-json")) as SchemaDocument;
    const all = Object.values(said.provider_schemas).map((provider) => provider.resource_schemas ?? {});
    this.schemas = Object.assign({}, ...all) as Schemas;
    return this.schemas;
  }

  /** Undefined when the configuration is valid, otherwise what is wrong. */
  async validate(document: Json): Promise<string | undefined> {
    this.prepare({ document });
    try {
      await this.print("validate", "-no-color");
      return undefined;
    } catch (error) {
      return (error as { stderr?: string }).stderr ?? String(error);
    }
  }

  /** The plan, or why there is none. */
  async plan(configuration: Configuration): Promise<PlanDocument | { readonly refused: string }> {
    this.prepare(configuration);
    const { folder, variables, keeper, interruption } = this.options;
    // Nothing that the state names is really there: a refresh would take it for deleted.
    const args = ["plan", "-json", "-input=false", "-lock=false", "-refresh=false", "-out=plan"];
    const run = await runTerraform(args, { folder, variables, keeper, interruption });
    if (run.exitCode !== 0) return { refused: describeFailure(run) };
    return JSON.parse(await this.print("show", "-json", "plan")) as PlanDocument;
  }

  private prepare({ document, state }: Configuration): void {
    const { folder } = this.options;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(document, null, 2));
    if (state !== undefined) writeFileSync(join(folder, "terraform.tfstate"), JSON.stringify(this.readable(state)));
  }

  /** Terraform refuses a state that a newer provider wrote; the older one drops what it does not know. */
  private readable(state: StateDocument): StateDocument {
    const resources = state.resources.map((resource) => {
      const newest = this.schemas[resource.type]?.version ?? Infinity;
      const instances = resource.instances.map((instance) => ({
        ...instance,
        schema_version: Math.min(instance.schema_version, newest),
      }));
      return { ...resource, instances };
    });
    return { ...state, resources };
  }

  private async print(...args: string[]): Promise<string> {
    const { folder, variables } = this.options;
    const { stdout } = await promisify(execFile)("terraform", args, {
      cwd: folder,
      env: variables,
      maxBuffer: 1 << 30,
    });
    return stdout;
  }
}
