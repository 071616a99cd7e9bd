/** Commands that look at the project and change nothing. */
import { Option, type Command } from "commander";
import { check } from "../commands/check";
import { scan } from "../commands/scan";
import { schema } from "../commands/schema";
import { truth } from "../commands/truth";
import { consoleFor } from "../console";
import { environment, type CliContext } from "./context";

export function checkingCommands(cli: Command, { root, exit }: CliContext): void {
  cli
    .command("check")
    .description("validate services.json and the environments, look for the tools")
    .addOption(new Option("-e, --environment <name>", "only this one").env("ENVIRONMENT"))
    .option("--live", "also hold states, locks and secrets in the environment's account against the app")
    .addOption(new Option("--offline", "with --live: on the embedded default instead").implies({ live: true }))
    .option("--json", "as JSON")
    .action(async (options: { environment?: string; live?: true; offline?: true; json?: true }) => {
      const { environment } = options;
      const [live, offline, json] = [options.live === true, options.offline === true, options.json === true];
      exit(await check({ root, environment, live, offline, json }, consoleFor(json)));
    });

  cli
    .command("truth")
    .description("compare the offline provider's plans with the real AWS provider's")
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
}
