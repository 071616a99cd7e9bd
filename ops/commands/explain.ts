/** `smart360 explain`: everything that the manifest means for one service. */
import { unknownService } from "../../core/errors";
import { explain } from "../../core/explain/explain";
import { renderExplanation } from "../../core/explain/render";
import { ExitCode, type Console } from "../console";
import { secretStates } from "../explain/secrets";
import { loadEnvironment, loadServices } from "../project";
import { widthOf } from "../width";

export interface ExplainOptions {
  readonly root: string;
  readonly service: string;
  readonly environment: string;
  /** Ask AWS which secrets exist. */
  readonly live: boolean;
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
  const secretNames = explanation.secrets.map(({ name }) => name);
  const states = options.live ? await secretStates(environment, secretNames) : undefined;
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
