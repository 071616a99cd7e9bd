/** `smart360 bootstrap`: the state bucket and lock table of an environment, from nothing. */
import { join } from "node:path";
import { environmentOption } from "../../core/environment/where";
import { stackMissing } from "../../core/errors";
import { names } from "../../core/naming/names";
import { checkAccount } from "../aws/account";
import { bootstrap } from "../bootstrap/bootstrap";
import { tagsOnAws } from "../bootstrap/tags";
import { ExitCode, type Console } from "../console";
import { enterEmbedded } from "../embedded";
import { passInterrupts } from "../interrupts";
import { loadEnvironment } from "../project";
import { awsClients } from "../state/clients";
import { synthesize } from "../synthesize";
import { plainVariables, terraformDefaults } from "../terraform/environment";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";

export interface BootstrapCommandOptions {
  readonly root: string;
  readonly environment: string;
  /** On the embedded default instead of AWS. */
  readonly offline: boolean;
}

export async function bootstrapCommand(options: BootstrapCommandOptions, out: Console): Promise<number> {
  await checkTerraform();
  const environment = loadEnvironment(options.root, options.environment);
  const { bucket, lockTable } = { bucket: names.stateBucket(environment), lockTable: names.lockTable(environment) };
  if (options.offline) {
    const { clients, connection } = await enterEmbedded({
      ...options,
      environment,
      mode: "offline",
      kind: "offline",
      say: out.note,
    });
    clients.destroy();
    connection.finish();
    out.print(`Bucket ${bucket} and table ${lockTable} are on the embedded default. Nothing reached AWS.`);
    return ExitCode.ok;
  }

  await checkAccount(environment);
  out.print(`Account ${environment.accountId}, ${environment.region}, environment ${environment.name}`);
  const stack = (await synthesize(options.root, environment.name)).find(({ name }) => name === "state");
  if (stack === undefined) throw stackMissing("state");

  // The roles of `delivery` come after it.
  const clients = awsClients(environment.region, undefined);
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    await bootstrap({
      stack,
      scratch: join(options.root, ".gen", "bootstrap", environment.name),
      backend: { bucket, lockTable },
      stateKey: names.stateKey(environment, "state"),
      accountId: environment.accountId,
      clients,
      tagsOf: tagsOnAws({ region: environment.region }),
      variables: { ...plainVariables(process.env), ...terraformDefaults },
      interruption,
      say: out.note,
    });
  } finally {
    passNoMore();
    clients.destroy();
  }
  const option = environmentOption(environment.name);
  out.print(`State bucket ${bucket} and lock table ${lockTable} are ready. Next: \`smart360 plan${option}\`.`);
  return ExitCode.ok;
}
