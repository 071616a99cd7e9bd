/** Plans one configuration after another with one provider, in a folder of its own and with a local state. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, PlanDocument, Schemas, SchemaDocument } from "../../local/truth/plan-document";
import type { State } from "../../local/truth/state";
import { typesOf } from "../../local/truth/types";
import { describeFailure } from "../terraform/diagnostics";
import {
  printTerraform,
  runTerraform,
  type GroupKeeper,
  type Interruption,
  type TerraformResult,
} from "../terraform/run";

export interface PlannerOptions {
  readonly folder: string;
  /** Environment of terraform, with TF_REATTACH_PROVIDERS. */
  readonly variables: Readonly<Record<string, string>>;
  readonly keeper: GroupKeeper;
  readonly interruption: Interruption;
  /** Told before each run which types the provider is to describe. */
  readonly serve: (types: ReadonlySet<string>) => void;
}

export interface Configuration {
  readonly document: Json;
  /** State to start from; absent: nothing is there yet. */
  readonly state?: State;
}

export interface Refused {
  /** What Terraform says. */
  readonly refused: string;
}

/** Whatever it is asked at once, it does one after another: a provider's configuration belongs to its process. */
export class Planner {
  private schemas: Schemas = {};
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PlannerOptions) {}

  /** Schemas of the resource types of some configurations. */
  readSchemas(documents: readonly Json[]): Promise<Schemas> {
    return this.inTurn(async () => {
      const [document = null] = documents;
      this.prepare({ document }, new Set(documents.flatMap((one) => [...typesOf(one)])));
      const said = (await this.document("providers", "schema", "-json")) as SchemaDocument;
      const all = Object.values(said.provider_schemas).map((provider) => provider.resource_schemas ?? {});
      this.schemas = Object.assign({}, ...all) as Schemas;
      return this.schemas;
    });
  }

  /** Undefined when the configuration is valid, otherwise what is wrong. */
  validate(document: Json): Promise<string | undefined> {
    return this.inTurn(async () => {
      this.prepare({ document });
      const run = await this.print("validate", "-no-color");
      return run.exitCode === 0 ? undefined : run.stray.join("\n");
    });
  }

  /** The plan, or why there is none. */
  plan(configuration: Configuration): Promise<PlanDocument | Refused> {
    return this.inTurn(async () => {
      this.prepare(configuration);
      // Nothing that the state names is really there: a refresh would take it for deleted.
      const run = await this.run("plan", "-refresh=false", "-out=plan");
      if (run.exitCode !== 0) return { refused: describeFailure(run) };
      return (await this.document("show", "-json", "plan")) as PlanDocument;
    });
  }

  /** The state of a configuration that was applied from nothing, or why it was not. */
  apply(document: Json): Promise<State | Refused> {
    return this.inTurn(async () => {
      this.prepare({ document });
      const run = await this.run("apply", "-auto-approve");
      if (run.exitCode !== 0) return { refused: describeFailure(run) };
      return JSON.parse(readFileSync(join(this.options.folder, "terraform.tfstate"), "utf8")) as State;
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }

  private prepare({ document, state }: Configuration, types = typesOf(document, state)): void {
    const { folder, serve } = this.options;
    serve(types);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(document, null, 2));
    if (state !== undefined) writeFileSync(join(folder, "terraform.tfstate"), JSON.stringify(this.readable(state)));
  }

  /** Terraform refuses a state that a newer provider wrote; the older one drops what it does not know. */
  private readable(state: State): State {
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

  private run(command: string, ...args: string[]): Promise<TerraformResult> {
    return this.unlessInterrupted(() =>
      runTerraform([command, "-json", "-input=false", "-lock=false", ...args], this.options),
    );
  }

  private print(...args: string[]): Promise<TerraformResult> {
    return this.unlessInterrupted(() => printTerraform(args, this.printed, this.options));
  }

  /** What terraform prints as one JSON document. */
  private async document(...args: string[]): Promise<unknown> {
    const run = await this.print(...args);
    if (run.exitCode !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${describeFailure(run)}`);
    return JSON.parse(readFileSync(this.printed, "utf8"));
  }

  private get printed(): string {
    return join(this.options.folder, "printed.json");
  }

  /** What waited for its turn does not start any more. */
  private async unlessInterrupted(work: () => Promise<TerraformResult>): Promise<TerraformResult> {
    return this.options.interruption.requested ? { exitCode: 130, diagnostics: [], stray: ["interrupted"] } : work();
  }
}
