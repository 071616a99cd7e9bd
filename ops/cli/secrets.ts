/** Commands about the values of secrets. */
import type { Command } from "commander";
import { secretsStatus } from "../commands/secrets-status";
import { consoleFor } from "../console";
import { environment, type CliContext } from "./context";

interface StatusFlags {
  readonly environment: string;
  readonly offline?: true;
  readonly json?: true;
}

export function secretsCommands(cli: Command, { root, exit }: CliContext): void {
  const secrets = cli.command("secrets").description("the values that services get from Secrets Manager");

  secrets
    .command("status")
    .description("which secrets exist and have a value; never the value")
    .argument("[service]", "only this one")
    .addOption(environment())
    .option("--offline", "services of `up --provider real` instead of AWS")
    .option("--json", "as JSON")
    .action(async (service: string | undefined, flags: StatusFlags) => {
      const [offline, json] = [flags.offline === true, flags.json === true];
      exit(await secretsStatus({ ...flags, root, service, offline, json }, consoleFor(json)));
    });
}
