import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { readEnvironment } from "../../core/environment/read";
import type { Environment } from "../../core/environment/schema";
import { readManifest } from "../../core/manifest/read";
import type { Manifest, ManifestInput } from "../../core/manifest/schema";
import { compose } from "../../main";
import { useFastResolver } from "../../modules/common/fast-resolver";
import { loadEnvironment, loadManifest } from "../../ops/project";
import { codeRoot } from "../../local/paths";
import { sampleEnvironment, sampleServices } from "./sample";
import { Template } from "./template";

interface CdktfManifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** What `cdktf synth` writes for a whole platform: the sample's production, unless other files are given. */
export class Platform {
  private readonly templates = new Map<string, Template>();

  private constructor(
    /** Stack -> the text of its `cdk.tf.json`, in the order in which the stacks were made. */
    readonly texts: ReadonlyMap<string, string>,
    /** The text of CDKTF's `manifest.json`. */
    readonly manifestText: string,
  ) {}

  static synthesize({ environment = production(), manifest = services() }: Partial<PlatformInput> = {}): Platform {
    const outdir = mkdtempSync(join(tmpdir(), "platform-"));
    const slowResolver = useFastResolver(); // as the app does: the bytes are the same
    try {
      const app = new App({ outdir, stackTraces: false });
      compose(app, environment, manifest);
      app.synth();
      const manifestText = readFileSync(join(outdir, "manifest.json"), "utf8");
      const text = (stack: string) => readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
      const stacks = app.node.children.map(({ node }) => node.id);
      return new Platform(new Map(stacks.map((stack) => [stack, text(stack)])), manifestText);
    } finally {
      slowResolver();
      rmSync(outdir, { recursive: true });
    }
  }

  get stacks(): string[] {
    return [...this.texts.keys()];
  }

  /** Stack -> the stacks that are deployed before it. */
  get dependencies(): Readonly<Record<string, readonly string[]>> {
    const { stacks } = JSON.parse(this.manifestText) as CdktfManifest;
    return Object.fromEntries(Object.entries(stacks).map(([stack, { dependencies }]) => [stack, dependencies]));
  }

  text(stack: string): string {
    const text = this.texts.get(stack);
    if (text === undefined) throw new Error(`there is no stack ${stack}; there are ${this.stacks.join(", ")}`);
    return text;
  }

  template(stack: string): Template {
    const template = this.templates.get(stack) ?? Template.parse(this.text(stack));
    this.templates.set(stack, template);
    return template;
  }
}

export interface PlatformInput {
  readonly environment: Environment;
  readonly manifest: Manifest;
}

/** Names of the stacks whose text differs between two platforms, or that only one of them has. */
export function changedStacks(before: Platform, after: Platform): string[] {
  const all = new Set([...before.stacks, ...after.stacks]);
  return [...all].filter((stack) => before.texts.get(stack) !== after.texts.get(stack));
}

/** The sample's production environment, with some of its text's values changed by `edit`. */
export function production(edit: (file: Record<string, unknown>) => unknown = (file) => file): Environment {
  const file = JSON.parse(readFileSync(sampleEnvironment("production"), "utf8")) as Record<string, unknown>;
  const text = JSON.stringify(edit(file));
  return readEnvironment(text, {
    file: "environments/production.json",
    name: (JSON.parse(text) as { name: string }).name,
  });
}

/** The sample's services, with some of the file's values changed by `edit`. */
export function services(edit: (file: ManifestInput) => ManifestInput = (file) => file): Manifest {
  const file = edit(JSON.parse(readFileSync(sampleServices, "utf8")) as ManifestInput);
  return readManifest(JSON.stringify(file), { file: "services.json", environment: production() });
}

/** What the repository's own files say of an environment; refused where its services have no room. */
export function committed(name = "production"): PlatformInput {
  const environment = loadEnvironment(codeRoot, name);
  return { environment, manifest: loadManifest(codeRoot, environment) };
}
