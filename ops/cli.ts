/** The `smart360` command: arguments in, exit code out. 0: done; 1: something failed; 2: the user can mend it. */
import { Command } from "commander";
import { nodeTooOld } from "../core/errors";
import { accountCommands } from "./cli/account";
import { checkingCommands } from "./cli/checking";
import { editingCommands } from "./cli/editing";
import { embeddedCommands } from "./cli/embedded";
import { explainingCommands } from "./cli/explaining";
import { type Example, exampleLines, helpText, layOut } from "./cli/help";
import { refuse } from "./cli/refusal";
import { releasingCommands } from "./cli/releasing";
import { reviewingCommands } from "./cli/reviewing";
import { ExitCode, outliveReaders } from "./console";
import { projectRoot } from "./project";
import { isOlder } from "./terraform/version";

const minimumNode = "20.19.0";

export async function main(argv: string[]): Promise<number> {
  let exitCode: number = ExitCode.ok;
  // The AWS SDK's advice about Node versions is for us, not for whoever runs the command.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  outliveReaders();
  const cli = program((code) => (exitCode = code));
  try {
    checkNode();
    await cli.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return refuse(error, cli, argv);
  }
}

/** The command line, from which tests take its parser. */
export function program(exit: (code: number) => void): Command {
  const cli = new Command("smart360")
    .description(
      "SMART360's platform on AWS, as code. services.json lists the services; this command checks an edit of it, " +
        "tells what the edit changes, deploys it on this machine or to AWS, and releases images.",
    )
    .usage("<command> [options]")
    .exitOverride()
    .showHelpAfterError("(smart360 --help lists the commands)")
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText("after", overview);
  layOut(cli);
  const context = { root: projectRoot(), exit };
  editingCommands(cli.commandsGroup("Services (services.json):"), context);
  explainingCommands(cli, context);
  embeddedCommands(cli.commandsGroup("On this machine, without AWS:"), context);
  reviewingCommands(cli.commandsGroup("Changes of AWS:"), context);
  releasingCommands(cli.commandsGroup("Releases:"), context);
  accountCommands(cli.commandsGroup("An environment's AWS account:"), context);
  checkingCommands(cli.commandsGroup("Checks:"), context);
  for (const command of cli.commands) {
    command.helpCommand(false);
    pointToHelp(command, "smart360");
  }
  return cli;
}

/** After a mistake in a command line, the help of that very command is what is needed. */
function pointToHelp(command: Command, before: string): void {
  const words = `${before} ${command.name()}`;
  command.showHelpAfterError(`(${words} --help tells how it is used)`);
  for (const inner of command.commands) pointToHelp(inner, words);
}

const firstSteps: readonly Example[] = [
  ["smart360 up", "the whole platform, deployed on this machine"],
  ["smart360 add tariffs", "a new service; asks for what it needs"],
  ["smart360 impact", "what does my edit change?"],
  ["smart360 plan --offline", "plans as for AWS; then `smart360 review`"],
  ["smart360 offline -- cdktf diff service-billing", "any command, without AWS"],
];

function overview(): string {
  return [
    "",
    "First steps:",
    ...exampleLines(firstSteps),
    "",
    ...helpText(
      "`smart360 <command> --help` has examples and exit codes. In general: 0 done, 1 failed, 2 you can mend it or " +
        "something would change, 3 data would be lost, 130 interrupted. Where the shell does not find `smart360`: " +
        "`npx smart360`, in the project's folder.",
    ),
  ].join("\n");
}

function checkNode(): void {
  const numbers = (version: string) => version.split(".").map(Number);
  if (isOlder(numbers(process.versions.node), numbers(minimumNode)))
    throw nodeTooOld(process.versions.node, minimumNode);
}
