/** `smart360 secrets status [service]`: which secrets exist, and have a value. The values are not read. */
import { entriesOf } from "../../core/secrets/entries";
import { renderSecrets } from "../../core/secrets/status";
import type { AwsOptions } from "../aws/aws";
import { ExitCode, type Console } from "../console";
import { loadEnvironment, loadManifest } from "../project";
import { describeAll } from "../secrets/store";
import { servicesNamed } from "../services";
import { whereOf, withAws } from "../aws/with-aws";

export interface SecretsStatusOptions {
  readonly root: string;
  readonly environment: string;
  /** @default every service that is not retired */
  readonly service: string | undefined;
  readonly offline: boolean;
  readonly json: boolean;
  readonly onCall?: AwsOptions["onCall"];
}

export async function secretsStatus(options: SecretsStatusOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  const services = servicesNamed(options.service, loadManifest(options.root, environment), environment);
  const entries = services.flatMap((service) => entriesOf(environment, service));
  const rows = await withAws({ ...options, environment, needs: "secrets", say: out.note }, (aws) =>
    describeAll(aws, entries),
  );
  if (options.json) out.print(JSON.stringify({ environment: environment.name, secrets: rows }, null, 2));
  else renderSecrets(rows, whereOf(options)).forEach(out.print);
  return ExitCode.ok;
}
