/** Enters an account, or the embedded default, and looks at what lies there. */
import type { LiveFinding } from "../../core/live/live";
import { readRecord } from "../../local/daemon/record";
import { whereOf, withAws } from "../aws/with-aws";
import { loadEnvironment, loadManifest } from "../project";
import { synthesize } from "../synthesize";
import { checkLive } from "./check";

export interface LookOptions {
  readonly root: string;
  readonly environment: string;
  /** On the embedded default instead of AWS. */
  readonly offline: boolean;
}

/** @throws {UserError} without credentials, with those of another account, and where nothing was ever deployed */
export async function liveFindings(options: LookOptions, say: (line: string) => void): Promise<readonly LiveFinding[]> {
  const { root, offline } = options;
  const environment = loadEnvironment(root, options.environment);
  const manifest = loadManifest(root, environment);
  const { accountId, region, name } = environment;
  const found = offline
    ? `the embedded default, as ${accountId} in ${region}; nothing reached AWS`
    : `the credentials belong to ${accountId}; ${region}`;
  return withAws({ ...options, environment, needs: "states", say }, async (aws) => {
    const stacks = (await synthesize(root, name, `.gen/check/${name}`)).map((stack) => stack.name);
    const live = await checkLive({
      aws,
      hasSecrets: !offline || readRecord(root)?.mode === "real",
      environment,
      where: whereOf(options),
      manifest,
      stacks,
      now: new Date(),
    });
    return [{ what: "account", found, problems: [], notes: [] }, ...live];
  });
}
