/** Commands that release what others built. */
import { InvalidArgumentError, type Command } from "commander";
import { noMinutes, noRevisionNumber } from "../../core/errors";
import { ship } from "../commands/ship";
import { shipStatus } from "../commands/ship-status";
import { consoleFor } from "../console";
import { environment, type CliContext } from "./context";
import { secretsCommands } from "./secrets";

/** ECS tells of a change within seconds; its API takes 20 such questions a second from an account. */
const shipPollSeconds = 5;
const defaultTimeoutMinutes = 30;

interface ShipFlags {
  readonly environment: string;
  readonly image?: string;
  readonly first?: true;
  readonly redeploy?: true;
  readonly rollback?: true;
  readonly to?: number;
  readonly breakLock?: string;
  readonly timeout: number;
  readonly offline?: true;
  readonly json?: true;
}

export function releasingCommands(cli: Command, context: CliContext): void {
  shipCommands(cli, context);
  secretsCommands(cli, context);
}

function shipCommands(cli: Command, { root, exit }: CliContext): void {
  const releases = cli
    .command("ship")
    .description("release a service: a rolling deployment that is followed to its end")
    .argument("[service]", "its name in services.json")
    .addOption(environment())
    .option("--image <image>", "tag, digest or URI of the image to release")
    .option("--first", "with --image: the first release, before the service's stack is applied")
    .option("--redeploy", "new tasks: the same image, the newest template")
    .option("--rollback", "the image that ran before, with the newest template")
    .option("--to <revision>", "with --rollback: the image of this revision", readRevisionNumber)
    .option("--timeout <minutes>", "longest for migration and deployment each", readMinutes, defaultTimeoutMinutes)
    .option("--break-lock <id>", "break the lock of a release or an apply that died")
    .option("--offline", "services of `up --provider real` instead of AWS")
    .option("--json", "the result as JSON")
    .action(async (service: string | undefined, flags: ShipFlags) => {
      const { first, redeploy, rollback, timeout: timeoutMinutes, offline, json, ...given } = flags;
      const options = {
        ...given,
        root,
        service,
        first: first === true,
        redeploy: redeploy === true,
        rollback: rollback === true,
        offline: offline === true,
        json: json === true,
        timeoutMinutes,
        pollSeconds: shipPollSeconds,
      };
      exit(await ship(options, consoleFor(options.json)));
    });

  releases
    .command("status")
    .description("what runs where since when, and what does not fit together")
    .argument("[service]", "only this one")
    .addOption(environment())
    .option("--offline", "services of `up --provider real` instead of AWS")
    .option("--json", "as JSON")
    .action(async (service: string | undefined, flags: { environment: string; offline?: true; json?: true }) => {
      const [offline, json] = [flags.offline === true, flags.json === true];
      exit(await shipStatus({ ...flags, root, service, offline, json, now: () => new Date() }, consoleFor(json)));
    });
}

function readRevisionNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError(noRevisionNumber(value));
  return number;
}

function readMinutes(value: string): number {
  const minutes = Number(value);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) throw new InvalidArgumentError(noMinutes(value));
  return minutes;
}
