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
import { namesIn } from "../../local/provider/schema/narrow";
import { typesIn } from "../../local/provider/schema/types-in";
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
  const texts = [...before, ...after].map(({ folder }) => readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const names = new Set(texts.flatMap(namesIn));
  const provider = await startProvider({
    root: codeRoot,
    cacheDir: join(codeRoot, ".gen", "provider-schema"),
    types: () => texts.flatMap(typesIn),
    names: () => names,
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

/** Every service has an image here: the first release is another step. */
function imageNamedBy(parameter: string, environment: Environment): string | undefined {
  const [start = "", end = ""] = names.imageParameter(environment, "*").split("*");
  if (!parameter.startsWith(start) || !parameter.endsWith(end)) return undefined;
  return placeholderImage(environment, parameter.slice(start.length, parameter.length - end.length));
}
