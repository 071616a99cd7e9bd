/** Commands that look at the project and change nothing. */
import { Option, type Command } from "commander";
import { check } from "../commands/check";
import { scan } from "../commands/scan";
import { schema } from "../commands/schema";
import { truth } from "../commands/truth";
import { consoleFor } from "../console";
import { asksLive, environment, offline, type CliContext } from "./context";
import { ending } from "./help";

export function checkingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("check")
    .summary("are services.json, the environments and the tools all right?")
    .description("validate services.json and the environments, look for the tools")
    .addHelpText(
      "after",
      ending({ 0: "all right", 1: "AWS did not answer (--live)", 2: "something is wrong, and told with its place" }, [
        ["smart360 check", "services.json in every environment"],
        ["smart360 check --live -e staging", "and what lies in staging's account"],
      ]),
    )
    .addOption(new Option("-e, --environment <name>", "only this one").env("ENVIRONMENT"))
    .option("--live", "also hold states, locks and secrets in the environment's account against the app")
    .addOption(offline("as --live, on the embedded default instead of AWS"))
    .option("--json", "as JSON")
    .action(async (options: { environment?: string; live?: true; offline?: true; json?: true }, command: Command) => {
      const { environment } = options;
      const [offline, json] = [options.offline === true, options.json === true];
      exit(await check({ root, environment, live: asksLive(options, command), offline, json }, consoleFor(json)));
    });

  cli
    .command("truth")
    .summary("is the offline provider as the real one?")
    .description("compare the offline provider's plans with the real AWS provider's")
    .addHelpText(
      "after",
      ending(
        {
          0: "no difference that is not explained, or no real provider to compare with",
          1: "they differ",
          2: "refused",
          130: "interrupted",
        },
        [["smart360 truth --only aws_ecs_service", "edits of one type"]],
      ),
    )
    .addOption(environment())
    .option("--only <text>", "only edits whose resource or description holds this text")
    .option("--report <file>", "where the JSON report goes (default: .gen/reports/truth.json)")
    .option("--json", "the report as JSON")
    .action(async (options: { environment: string; only?: string; report?: string; json?: true }) => {
      const json = options.json === true;
      exit(await truth({ ...options, root, json }, consoleFor(json)));
    });

  cli
    .command("scan")
    .summary("look for insecure settings, by checkov; no network")
    .description("check every stack with checkov, held against scan-exceptions.json; no network")
    .addHelpText(
      "after",
      ending({ 0: "nothing but exceptions", 1: "findings, or exceptions that are unused or expired", 2: "refused" }, [
        ["smart360 scan -e production", "one environment"],
      ]),
    )
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
    .addHelpText(
      "after",
      ending({ 0: "up to date, or written", 1: "not up to date" }, [["smart360 schema --write", "write them"]]),
    )
    .addOption(new Option("--write", "write them").conflicts("check"))
    .option("--check", "fail when they are not up to date (the default)")
    .action(({ write }: { write?: true }) => exit(schema(root, write === true, consoleFor(false))));
}
