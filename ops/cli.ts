/** The `smart360` command: arguments in, exit code out. 0: done; 1: something failed; 2: the user can mend it. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nodeTooOld, parallelOutOfRange, UserError } from "../core/errors";
import type { ProviderMode } from "../local/daemon/record";
import { bootstrapCommand } from "./commands/bootstrap";
import { check } from "./commands/check";
import { down } from "./commands/down";
import { offline } from "./commands/offline";
import { patch } from "./commands/patch";
import { scan } from "./commands/scan";
import { schema } from "./commands/schema";
import { status } from "./commands/status";
import { truth } from "./commands/truth";
import { up } from "./commands/up";
import { consoleFor, ExitCode } from "./console";
import { defaultEnvironment, projectRoot } from "./project";
import { isOlder } from "./terraform/version";

const minimumNode = "20.19.0";
/** A refresh takes tens of minutes, and AWS tells its percentage in steps of an instance. */
const patchPollSeconds = 15;

export async function main(argv: string[]): Promise<number> {
  let exitCode: number = ExitCode.ok;
  // The AWS SDK's advice about Node versions is for us, not for whoever runs the command.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    checkNode();
    await program((code) => (exitCode = code)).parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.user;
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      return ExitCode.user;
    }
    const isDebugging = (process.env["DEBUG"] ?? "") !== "";
    const { message, stack } = error as Error;
    process.stderr.write(`${isDebugging ? stack : `${message}\n(DEBUG=1 shows where it comes from)`}\n`);
    return ExitCode.failed;
  }
}

function program(exit: (code: number) => void): Command {
  const root = projectRoot();
  const cli = new Command("smart360")
    .description("SMART360 on AWS: validate, deploy offline, look at what would change.")
    .exitOverride()
    .showHelpAfterError("(smart360 --help lists the commands)")
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `
Examples:
  smart360 check                                  is services.json valid?
  smart360 up                                     the whole platform, deployed on this machine
  smart360 offline -- cdktf diff service-billing  what would an edit change?
  smart360 offline -- cdktf deploy network        any command, without AWS
  smart360 down                                   stop what \`up\` left running
`,
    );
  const environment = () =>
    new Option("-e, --environment <name>", "environments/<name>.json").env("ENVIRONMENT").default(defaultEnvironment);

  cli
    .command("up")
    .description("deploy every stack to the embedded default: no account, nothing reaches AWS")
    .addOption(environment())
    .option("--parallel <n>", "stacks deployed at once", readParallel, 2)
    .addOption(
      new Option("--provider <which>", "terraform's AWS provider").choices(["offline", "real"]).default("offline"),
    )
    .option("--json", "the result as JSON")
    .action(async (options: { environment: string; parallel: number; provider: ProviderMode; json?: true }) => {
      const json = options.json === true;
      exit(await up({ ...options, root, mode: options.provider, json }, consoleFor(json)));
    });

  cli
    .command("down")
    .description("stop the embedded default; its state stays for the next `up`")
    .option("--purge", "delete its state too")
    .action(async ({ purge }: { purge?: true }) => exit(await down(root, purge === true, consoleFor(false))));

  cli
    .command("status")
    .description("tell what of the embedded default runs")
    .option("--json", "as JSON")
    .action(({ json }: { json?: true }) => exit(status(root, json === true, consoleFor(json === true))));

  cli
    .command("offline")
    .description("run a command on the embedded default; without one, your shell")
    .usage("[options] -- <command...>")
    .argument("[command...]", "program and its arguments")
    .passThroughOptions()
    .addOption(environment())
    .action(async (command: string[], options: { environment: string }) => {
      exit(await offline({ root, command, environment: options.environment }, consoleFor(true)));
    });

  cli
    .command("check")
    .description("validate services.json and the environments, look for the tools")
    .addOption(new Option("-e, --environment <name>", "only this one").env("ENVIRONMENT"))
    .option("--json", "as JSON")
    .action(async ({ environment: only, json }: { environment?: string; json?: true }) => {
      exit(await check(root, only, json === true, consoleFor(json === true)));
    });

  cli
    .command("truth")
    .description("compare the offline provider's plans with the real AWS provider's")
    .addOption(environment())
    .option("--only <text>", "only edits whose resource or description holds this text")
    .option("--json", "as JSON")
    .action(async (options: { environment: string; only?: string; json?: true }) => {
      const json = options.json === true;
      exit(await truth({ ...options, root, json }, consoleFor(json)));
    });

  cli
    .command("scan")
    .description("check every stack with checkov, held against scan-exceptions.json; no network")
    .addOption(new Option("-e, --environment <name>", "only this one").env("ENVIRONMENT"))
    .option("--sarif <file>", "where the SARIF report goes (default: .gen/reports/scan.sarif)")
    .option("--junit <file>", "where the JUnit report goes (default: .gen/reports/scan.junit.xml)")
    .option("--json", "the result as JSON")
    .action(async (options: { environment?: string; sarif?: string; junit?: string; json?: true }) => {
      const json = options.json === true;
      const today = new Date().toISOString().slice(0, "2027-01-31".length);
      exit(await scan({ ...options, root, today, json }, consoleFor(json)));
    });

  cli
    .command("schema")
    .description("the JSON Schema files that editors read")
    .addOption(new Option("--write", "write them").conflicts("check"))
    .option("--check", "fail when they are not up to date (the default)")
    .action(({ write }: { write?: true }) => exit(schema(root, write === true, consoleFor(false))));

  cli
    .command("bootstrap")
    .description("create an environment's state bucket and lock table in its AWS account")
    .addOption(environment())
    .option("--offline", "on the embedded default instead")
    .action(async ({ environment: name, offline: isOffline }: { environment: string; offline?: true }) => {
      exit(await bootstrapCommand({ root, environment: name, offline: isOffline === true }, consoleFor(false)));
    });

  cli
    .command("patch")
    .description("replace an environment's instances when AWS recommends a newer AMI")
    .addOption(environment())
    .option("--check", "only tell: exit code 0 when no instance is behind, 1 when one is")
    .option("--no-wait", "start the instance refresh and do not follow it")
    .option("--json", "the result as JSON")
    .action(async (options: { environment: string; check?: true; wait: boolean; json?: true }) => {
      const [check, json] = [options.check === true, options.json === true];
      exit(await patch({ ...options, root, check, json, pollSeconds: patchPollSeconds }, consoleFor(json)));
    });

  return cli;
}

function readParallel(value: string): number {
  const parallel = Number(value);
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 32) {
    throw new InvalidArgumentError(parallelOutOfRange(value));
  }
  return parallel;
}

function checkNode(): void {
  const numbers = (version: string) => version.split(".").map(Number);
  if (isOlder(numbers(process.versions.node), numbers(minimumNode)))
    throw nodeTooOld(process.versions.node, minimumNode);
}
