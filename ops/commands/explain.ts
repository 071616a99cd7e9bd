/** `smart360 explain`: everything that the manifest means for one service. */
import { unknownService } from "../../core/errors";
import { explain } from "../../core/explain/explain";
import { renderExplanation, type SecretStates } from "../../core/explain/render";
import { entriesOf } from "../../core/secrets/entries";
import type { Environment } from "../../core/environment/schema";
import type { Service } from "../../core/manifest/schema";
import { ExitCode, type Console } from "../console";
import { loadEnvironment, loadServices } from "../project";
import { describeAll } from "../secrets/store";
import { withAws } from "../aws/with-aws";
import { widthOf } from "../width";

export interface ExplainOptions {
  readonly root: string;
  readonly service: string;
  readonly environment: string;
  /** Ask AWS which secrets exist. */
  readonly live: boolean;
  /** With `live`: on the embedded default instead of AWS. */
  readonly offline: boolean;
  readonly json: boolean;
}

export async function explainCommand(options: ExplainOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  // A service that finds no room can be explained all the same.
  const resolved = loadServices(options.root, environment, { provesCapacity: false });
  const all = resolved.map(({ service }) => service);
  const asked = resolved.find(({ service }) => service.name === options.service);
  if (asked === undefined) {
    throw unknownService(
      options.service,
      all.map(({ name }) => name),
    );
  }
  const explanation = explain(asked, all, environment);
  const states = options.live ? await secretStates(options, environment, asked.service, out) : undefined;
  if (!options.json) {
    out.print(renderExplanation(explanation, states, out.bold, widthOf(out)));
    return ExitCode.ok;
  }
  const secrets = explanation.secrets.map((secret) => ({
    ...secret,
    state: states?.get(secret.name) ?? "not looked up",
  }));
  out.print(JSON.stringify({ ...explanation, secrets }, null, 2));
  return ExitCode.ok;
}

/** Of each secret, by name, whether it exists and has a value. */
async function secretStates(
  { root, offline }: ExplainOptions,
  environment: Environment,
  service: Service,
  out: Console,
): Promise<SecretStates> {
  const rows = await withAws({ root, environment, offline, needs: "secrets", say: out.note }, (aws) =>
    describeAll(aws, entriesOf(environment, service)),
  );
  return new Map(rows.map(({ name, state }) => [name, state]));
}
