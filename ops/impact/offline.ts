/**
 * Compares with an offline provider in this process: no daemon, no local AWS, nothing of what `up` keeps, so that it is
 * quick and cannot disturb anything.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { codeRoot } from "../../local/paths";
import { narrowedTo } from "../../local/provider/schema/narrow";
import { startProvider } from "../../local/provider/server";
import { placeholderImage } from "../state/images";
import type { StackOnDisk } from "../synthesize";
import { plainVariables, terraformDefaults } from "../terraform/environment";
import type { Interruption } from "../terraform/run";
import { compareStacks, type Compared } from "./compare-stacks";
import { fingerprint, StateCache } from "./state-cache";

export interface OfflineOptions {
  /** Empty folder of this comparison's own; the caller removes it. */
  readonly scratch: string;
  /** Where states of old versions are kept. */
  readonly states: string;
  readonly environment: Environment;
  /** Version of terraform. */
  readonly terraform: string;
  readonly interruption: Interruption;
  /** Told what takes time. */
  readonly say: (line: string) => void;
}

export async function compareOffline(
  before: readonly StackOnDisk[],
  after: readonly StackOnDisk[],
  { scratch, states, environment, terraform, interruption, say }: OfflineOptions,
): Promise<Compared> {
  const documents = [...before, ...after].map(({ folder }) => readJson(join(folder, "cdk.tf.json")));
  const provider = await startProvider({
    root: codeRoot,
    cacheDir: join(codeRoot, ".gen", "provider-schema"),
    types: () => documents.flatMap(typesOf),
    narrow: narrowedTo(documents),
    ssmParameter: async (parameter) => imageNamedBy(parameter, environment),
  });
  const cache = new StateCache(states);
  let applied = 0;
  try {
    return await compareStacks(before, after, {
      folder: scratch,
      cache,
      causes: [terraform, fingerprint([join(codeRoot, "local", "provider")])],
      variables: {
        ...plainVariables(process.env),
        ...terraformDefaults,
        TF_REATTACH_PROVIDERS: provider.reattach,
        TF_CLI_CONFIG_FILE: "/dev/null",
      },
      parallel: Math.min(4, Math.max(2, availableParallelism())),
      interruption,
      applying() {
        applied += 1;
        if (applied === 1) say("Applying the old version offline, once: it is kept for the next time.");
      },
    });
  } finally {
    await provider.stop();
    cache.prune();
  }
}

interface Document {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function readJson(file: string): Document {
  return JSON.parse(readFileSync(file, "utf8")) as Document;
}

function typesOf({ resource = {}, data = {} }: Document): readonly string[] {
  return [...Object.keys(resource), ...Object.keys(data).map((type) => `data.${type}`)];
}

/** Every service has an image here: the first release is another step. */
function imageNamedBy(parameter: string, environment: Environment): string | undefined {
  const [start = "", end = ""] = names.imageParameter(environment, "*").split("*");
  if (!parameter.startsWith(start) || !parameter.endsWith(end)) return undefined;
  return placeholderImage(environment, parameter.slice(start.length, parameter.length - end.length));
}
