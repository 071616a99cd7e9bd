/** The `smart360` command: arguments in, exit code out. 0: done; 1: something failed; 2: the user can mend it. */
import { Command, CommanderError } from "commander";
import { nodeTooOld, UserError } from "../core/errors";
import { accountCommands } from "./cli/account";
import { checkingCommands } from "./cli/checking";
import { editingCommands } from "./cli/editing";
import { embeddedCommands } from "./cli/embedded";
import { explainingCommands } from "./cli/explaining";
import { releasingCommands } from "./cli/releasing";
import { reviewingCommands } from "./cli/reviewing";
import { ExitCode } from "./console";
import { projectRoot } from "./project";
import { isOlder } from "./terraform/version";

const minimumNode = "20.19.0";

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

/** The command line, from which tests take its parser. */
export function program(exit: (code: number) => void): Command {
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
  smart360 add tariffs                            a new service; asks for what it needs
  smart360 impact                                 what does my edit change?
  smart360 up                                     the whole platform, deployed on this machine
  smart360 plan                                   what would change in AWS? Then: smart360 review
  smart360 offline -- cdktf diff service-billing  any command, without AWS
  smart360 down                                   stop what \`up\` left running
`,
    );
  const context = { root: projectRoot(), exit };
  embeddedCommands(cli, context);
  editingCommands(cli, context);
  explainingCommands(cli, context);
  checkingCommands(cli, context);
  reviewingCommands(cli, context);
  releasingCommands(cli, context);
  accountCommands(cli, context);
  return cli;
}

function checkNode(): void {
  const numbers = (version: string) => version.split(".").map(Number);
  if (isOlder(numbers(process.versions.node), numbers(minimumNode)))
    throw nodeTooOld(process.versions.node, minimumNode);
}
