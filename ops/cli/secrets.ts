/** Commands about the values of secrets. */
import { type Command, InvalidArgumentError } from "commander";
import { noSecretEntry } from "../../core/errors";
import type { SecretEntry } from "../../core/secrets/entries";
import { secretsInit } from "../commands/secrets-init";
import { secretsStatus } from "../commands/secrets-status";
import { consoleFor } from "../console";
import { askSecret, canAsk } from "../editing/ask";
import { environment, offline, readMinutes, several, type CliContext } from "./context";
import { ending } from "./help";

/** A task needs seconds to start and to end; ECS's API takes 20 questions a second from an account. */
const pollSeconds = 3;
/** An instance may have to start first. */
const defaultTimeoutMinutes = 10;

interface InitFlags {
  readonly environment: string;
  readonly fromFile?: string;
  readonly rotate: readonly string[];
  readonly timeout: number;
  readonly offline?: true;
  readonly json?: true;
}

interface StatusFlags {
  readonly environment: string;
  readonly offline?: true;
  readonly json?: true;
}

export function secretsCommands(cli: Command, { root, exit }: CliContext): void {
  const secrets = cli
    .command("secrets")
    .summary("give services' secrets their values")
    .description("the values that services get from Secrets Manager");

  secrets
    .command("init")
    .description("give secrets without a value one, and make the services' databases; repeat it at will")
    .addHelpText(
      "after",
      ending(
        {
          0: "every secret has a value, every database is ready",
          1: "AWS or the database failed",
          2: "something is to be mended first, or secrets are still without a value",
          130: "interrupted, the task stopped; repeat it",
        },
        [
          ["smart360 secrets init tariffs", "one service's; asks on a terminal for what it cannot compose"],
          ["smart360 secrets init --from-file values.json", "what it cannot compose, from a file"],
        ],
      ),
    )
    .argument("[service]", "only this one")
    .addOption(environment())
    .option("--from-file <json>", 'values that cannot be composed, {"service": {"entry": "value"}}; - is stdin')
    .option(
      "--rotate <entry>",
      "a new value for this secret of the service, though it has one; may be repeated",
      readEntry,
      [],
    )
    .option("--timeout <minutes>", "longest that making one database may take", readMinutes, defaultTimeoutMinutes)
    .addOption(offline("services of `up --provider real` instead of AWS"))
    .option("--json", "the result as JSON; never a value")
    .action(async (service: string | undefined, flags: InitFlags) => {
      const { fromFile, rotate, timeout: timeoutMinutes, offline, json } = flags;
      const options = {
        root,
        environment: flags.environment,
        service,
        fromFile,
        rotate,
        timeoutMinutes,
        pollSeconds,
        offline: offline === true,
        json: json === true,
        ask: json !== true && fromFile !== "-" && canAsk() ? askFor : undefined,
      };
      exit(await secretsInit(options, consoleFor(options.json)));
    });

  secrets
    .command("status")
    .description("which secrets exist and have a value; never the value")
    .addHelpText(
      "after",
      ending({ 0: "told", 1: "AWS did not answer", 2: "no such service or environment, or no credentials" }, [
        ["smart360 secrets status", "every service's"],
      ]),
    )
    .argument("[service]", "only this one")
    .addOption(environment())
    .addOption(offline("services of `up --provider real` instead of AWS"))
    .option("--json", "as JSON")
    .action(async (service: string | undefined, flags: StatusFlags) => {
      const [offline, json] = [flags.offline === true, flags.json === true];
      exit(await secretsStatus({ ...flags, root, service, offline, json }, consoleFor(json)));
    });
}

function readEntry(value: string, former: readonly string[]): readonly string[] {
  if (value.startsWith("-")) throw new InvalidArgumentError(noSecretEntry(value));
  return several(value, former);
}

const askFor = ({ service, entry, variables }: SecretEntry, stop: AbortSignal) =>
  askSecret(`${service}: value of ${entry} (${variables.join(", ")})`, stop);
