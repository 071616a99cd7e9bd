/** The platform in two versions, compared offline as `smart360 impact` does; the old one is applied once for all edits. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "../../core/environment/read";
import type { ManifestInput } from "../../core/manifest/schema";
import { readManifest } from "../../core/manifest/read";
import { countsInWords } from "../../core/plan-review/render/words";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { exitCodeOf } from "../../ops/impact/impact";
import { compareOffline } from "../../ops/impact/offline";
import type { StackOnDisk } from "../../ops/synthesize";
import { Interruption } from "../../ops/terraform/run";
import { Platform } from "./platform";
import { sampleEnvironment, sampleServices } from "./sample";

/** What people edit, as texts. */
export interface Texts {
  readonly services: string;
  readonly environment: string;
}

/** What an edit does, in few words. */
export interface Told {
  readonly exitCode: number;
  /** `service-billing: 1 updated, 1 replaced`; stacks that change, in the order of deployment. */
  readonly stacks: readonly string[];
  /** What it means in operation: `restarts billing: memory ...`; what is only metadata is left out. */
  readonly operations: readonly string[];
  /** What is red, by stack and address, without the hash of the construct's path. */
  readonly red: readonly string[];
}

const environmentName = "production";

export class ScratchPlatform {
  private readonly folder = mkdtempSync(join(tmpdir(), "smart360-impact-"));
  private readonly states = join(this.folder, "states");
  private readonly before: readonly StackOnDisk[];
  private versions = 0;

  constructor(private readonly texts: Texts) {
    mkdirSync(this.states);
    this.before = this.synthesize(texts);
  }

  static sample(edit: (file: ManifestInput) => void = () => {}): ScratchPlatform {
    const file = JSON.parse(readFileSync(sampleServices, "utf8")) as ManifestInput;
    edit(file);
    const environment = readFileSync(sampleEnvironment(environmentName), "utf8");
    return new ScratchPlatform({ services: JSON.stringify(file, null, 2), environment });
  }

  /** The impact of an edit of the texts. */
  async impactOf(edit: (texts: Texts) => Partial<Texts>): Promise<Told> {
    const texts = { ...this.texts, ...edit(this.texts) };
    const scratch = mkdtempSync(join(this.folder, "run-"));
    const compared = await compareOffline(this.before, this.synthesize(texts), {
      scratch,
      states: this.states,
      environment: environmentOf(texts),
      terraform: "",
      interruption: new Interruption(),
      say: () => {},
    });
    rmSync(scratch, { recursive: true });
    const { plans, dependencies, orphaned, guards } = compared;
    const review = reviewPlans(plans, { dependencies });
    return {
      exitCode: exitCodeOf({ review, orphaned, guards }),
      stacks: review.stacks.map(({ stack, counts }) => `${stack}: ${countsInWords(counts)}`),
      operations: review.operations
        .filter(({ effect }) => effect !== "metadata")
        .map(({ effect, subject, sentence }) => `${effect} ${subject}: ${sentence}`),
      red: review.red.map(({ place, kind }) => `${kind}: ${place.stack} ${place.address.replace(/_[0-9A-F]{8}$/, "")}`),
    };
  }

  /** States of stacks of the old version that were applied. */
  get statesKept(): number {
    return readdirSync(this.states).length;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private synthesize(texts: Texts): readonly StackOnDisk[] {
    const environment = environmentOf(texts);
    const manifest = readManifest(texts.services, { file: "services.json", environment });
    const platform = Platform.synthesize({ environment, manifest });
    this.versions += 1;
    const version = join(this.folder, `version-${this.versions}`);
    return platform.stacks.map((name) => {
      const folder = join(version, name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), platform.text(name));
      return { name, dependencies: platform.dependencies[name] ?? [], folder };
    });
  }
}

function environmentOf({ environment }: Texts) {
  return readEnvironment(environment, { file: `environments/${environmentName}.json`, name: environmentName });
}

/** An edit of a parsed file, written back as it was formatted. */
export function inJson<T>(text: string, edit: (file: T) => void): string {
  const file = JSON.parse(text) as T;
  edit(file);
  return JSON.stringify(file, null, 2);
}
