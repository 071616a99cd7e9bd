/** Commands that release what others built. */
import { InvalidArgumentError, type Command } from "commander";
import { noReleaseCount, noRevisionNumber } from "../../core/errors";
import { ship } from "../commands/ship";
import { shipFrontendCommand } from "../commands/ship-frontend";
import { shipStatus } from "../commands/ship-status";
import { consoleFor } from "../console";
import { environment, offline, readMinutes, several, type CliContext } from "./context";
import { ending } from "./help";
import { secretsCommands } from "./secrets";

/** ECS tells of a change within seconds; its API takes 20 such questions a second from an account. */
const shipPollSeconds = 5;
const defaultTimeoutMinutes = 30;
const defaultKeptReleases = 5;

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
    .summary("release a service or the frontend, or roll it back")
    .description(
      "release a service: migrate, roll out, follow the deployment until every task is healthy. What fails is taken back.",
    )
    .usage("<service> --image <image> | --redeploy | --rollback")
    .addHelpText(
      "after",
      ending(
        {
          0: "released: it runs healthy, or did already; with a desired count of 0 nothing runs, and the message says so",
          1: "not released: the message says at which step, why, and what runs now",
          2: "refused before the service was touched: the message says what to change",
          130: "interrupted: what ran before runs again, or is on its way back",
        },
        [
          ["smart360 ship billing --image build-42", "a new image"],
          ["smart360 ship billing --rollback", "the image before it"],
          ["smart360 ship status", "what runs where"],
        ],
      ),
    )
    .argument("[service]", "its name in services.json")
    .addOption(environment())
    .option("--image <image>", "tag, digest or URI of the image to release")
    .option("--first", "with --image: the first release, before the service's stack is applied")
    .option("--redeploy", "new tasks with the image that runs; migrates again")
    .option("--rollback", "the image that ran before; undoes no migration")
    .option("--to <revision>", "with --rollback: the image of this revision", readRevisionNumber)
    .option("--timeout <minutes>", "longest for migration and deployment each", readMinutes, defaultTimeoutMinutes)
    .option("--break-lock <id>", "break the lock of a release or an apply that died")
    .addOption(offline("services of `up --provider real` instead of AWS"))
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
    .summary("what runs where since when, and what does not fit together")
    .description(
      "what runs where since when, who releases at the moment, and what does not fit together; without a service, the " +
        "frontend's live release too. Changes nothing.",
    )
    .addHelpText(
      "after",
      ending(
        {
          0: "told, whether or not all of it fits together",
          1: "AWS failed",
          2: "no such service or environment, or these credentials may not look",
        },
        [
          ["smart360 ship status", "every service, and the frontend"],
          ["smart360 ship status billing --json", "one, for a machine"],
        ],
      ),
    )
    .argument("[service]", "only this one")
    .addOption(environment())
    .addOption(offline("services of `up --provider real` instead of AWS"))
    .option("--json", "as JSON")
    .action(async (service: string | undefined, flags: { environment: string; offline?: true; json?: true }) => {
      const [offline, json] = [flags.offline === true, flags.json === true];
      exit(await shipStatus({ ...flags, root, service, offline, json, now: () => new Date() }, consoleFor(json)));
    });

  frontendCommand(releases, { root, exit });
}

interface FrontendFlags {
  readonly environment: string;
  readonly dir?: string;
  readonly rollback?: true;
  readonly to?: string;
  readonly list?: true;
  readonly keep: number;
  readonly wait?: true;
  readonly allowSourceMaps?: true;
  readonly allowFile: readonly string[];
  readonly dryRun?: true;
  readonly offline?: true;
  readonly json?: true;
}

function frontendCommand(releases: Command, { root, exit }: CliContext): void {
  releases
    .command("frontend")
    .summary("release a build of the frontend, or roll it back")
    .description(
      "release a build of the frontend: its files first, then index.html, which is the switch. Users get the old site or " +
        "the new one, whole, wherever this is cut off.",
    )
    .usage("--dir <build> | --rollback | --list")
    .addHelpText(
      "after",
      ending(
        {
          0: "users get this release, or got it already",
          1: "failed: the message says which release users get",
          2: "refused before the switch: the message says what to change",
          130: "interrupted: the message says which release users get",
        },
        [
          ["smart360 ship frontend --dir dist", "a build"],
          ["smart360 ship frontend --dir dist --dry-run", "what would be done"],
          ["smart360 ship frontend --rollback", "the release before it"],
        ],
      ),
    )
    .addOption(environment())
    .option("--dir <build>", "folder of the build")
    .option("--rollback", "go back to the release before the live one")
    .option("--to <release>", "with --rollback: go back to this one")
    .option("--list", "tell which releases are kept")
    .option("--keep <n>", "how many releases to keep to go back to", readReleaseCount, defaultKeptReleases)
    .option("--wait", "wait until every edge location of CloudFront has it")
    .option("--allow-source-maps", "publish source maps too")
    .option("--allow-file <path>", "publish this file though it looks like a secret (repeatable)", several, [])
    .option("--dry-run", "tell what would be done, and do nothing")
    .addOption(offline("the local AWS of `up --provider real` instead of AWS"))
    .option("--json", "the result as JSON")
    .action(async ({ allowFile: allowFiles, ...flags }: FrontendFlags) => {
      const options = {
        ...flags,
        root,
        allowFiles,
        rollback: flags.rollback === true,
        list: flags.list === true,
        wait: flags.wait === true,
        allowSourceMaps: flags.allowSourceMaps === true,
        dryRun: flags.dryRun === true,
        offline: flags.offline === true,
        json: flags.json === true,
        pollSeconds: shipPollSeconds,
      };
      exit(await shipFrontendCommand(options, consoleFor(options.json)));
    });
}

function readReleaseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 2 || count > 50) throw new InvalidArgumentError(noReleaseCount(value));
  return count;
}

function readRevisionNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError(noRevisionNumber(value));
  return number;
}
