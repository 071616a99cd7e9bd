/** What `up` does besides, when the real AWS provider applies to the local AWS. */
import { join } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { realProviderMissing, stackMissing } from "../../core/errors";
import type { Manifest } from "../../core/manifest/schema";
import { names } from "../../core/naming/names";
import { neededBy } from "../../core/synthesized/references";
import { localFolder, stateFolder } from "../../local/daemon/record";
import type { Json } from "../../local/truth/plan-document";
import { bootstrap } from "../bootstrap/bootstrap";
import { tagsOnAws } from "../bootstrap/tags";
import { proxyUrl, type Embedded } from "../embedded";
import { localConfig } from "../state/clients";
import { seedImages } from "../state/images";
import { readState } from "../state/read";
import { seedHostedZone } from "../state/zone";
import { readDocument, type StackOnDisk } from "../synthesize";
import { mirrorVariable } from "../terraform/mirror";
import type { Interruption } from "../terraform/run";
import { installProvider } from "../truth/install";
import type { DeployOptions } from "./deploy";
import { lacking } from "./lacking";

export interface Preparation {
  readonly stacks: readonly StackOnDisk[];
  readonly environment: Environment;
  readonly embedded: Embedded;
  readonly interruption: Interruption;
  readonly root: string;
  readonly say: (line: string) => void;
}

/**
 * Makes sure of the provider, makes what was there before the platform, and the backend as on AWS: by its own stack, with
 * local state first.
 */
export async function prepareReal(preparation: Preparation): Promise<void> {
  const { stacks, environment, embedded, interruption, root, say } = preparation;
  const { connection, clients, backend, variables } = embedded;
  const stack = stacks.find(({ name }) => name === "state");
  if (stack === undefined) throw stackMissing("state");
  const installed = await installProvider({
    folder: join(localFolder(root).path, "provider"),
    stack: readDocument(stack) as Json,
    keeper: connection,
    interruption,
  });
  if (interruption.requested) return;
  if ("missing" in installed) throw realProviderMissing(installed.missing, mirrorVariable);
  say(`Applying with the real AWS provider ${installed.version}.`);
  await seedHostedZone(proxyUrl(connection), environment);
  await bootstrap({
    stack,
    scratch: join(stateFolder(root, "real"), "bootstrap", environment.name),
    backend,
    stateKey: names.stateKey(environment, stack.name),
    accountId: environment.accountId,
    clients,
    tagsOf: tagsOnAws(localConfig(proxyUrl(connection), environment.accountId, environment.region)),
    variables,
    keeper: connection,
    interruption,
    say,
  }).catch((error: unknown) => {
    if (!interruption.requested) throw error;
  });
}

/** A failure holds nothing back that does not need it; after `registry`, images are there as after first releases. */
export function realHooks({
  environment,
  manifest,
  embedded: { clients, backend },
}: Pick<Preparation, "environment" | "embedded"> & { readonly manifest: Manifest }): Required<
  Pick<DeployOptions, "applied" | "lacking">
> {
  const stateOf = (stack: string) => readState(clients, backend.bucket, names.stateKey(environment, stack));
  return {
    lacking: (stack) => lacking(stack, stateOf),
    // The provider creates the parameters itself, with a placeholder that a first release overwrites.
    async applied({ name }) {
      if (name === "registry") await seedImages(clients, environment, manifest);
    },
  };
}

/** Which of the failed resources one refers to, from what was synthesized. */
export function neededIn(stacks: readonly StackOnDisk[]) {
  return (stack: string, address: string, failed: ReadonlySet<string>): readonly string[] => {
    const found = stacks.find(({ name }) => name === stack);
    if (found === undefined) return [];
    return neededBy(readDocument(found), address, failed);
  };
}
