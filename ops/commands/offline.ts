/** `smart360 offline -- <command>`: runs any command on the embedded default. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { commandNotFound } from "../../core/errors";
import { readRecord } from "../../local/daemon/record";
import { codeRoot } from "../../local/paths";
import type { Console } from "../console";
import { enterEmbedded, offlineVariable } from "../embedded";
import { loadEnvironment, loadManifest } from "../project";
import { seedImages } from "../state/images";
import { synthesize } from "../synthesize";
import { checkTerraform } from "../terraform/version";

export interface OfflineOptions {
  readonly root: string;
  readonly environment: string;
  /** Program and arguments; empty: the user's shell. */
  readonly command: readonly string[];
}

/** Resolves to the command's own exit code. */
export async function offline({ root, environment: name, command }: OfflineOptions, out: Console): Promise<number> {
  await checkTerraform();
  const environment = loadEnvironment(root, name);
  // With whatever provider it runs; started here, with the offline one.
  const mode = readRecord(root)?.mode ?? "offline";
  const { connection, clients, variables } = await enterEmbedded({
    root,
    environment,
    mode,
    kind: "offline",
    say: out.note,
  });
  try {
    await seedImages(clients, environment, loadManifest(root, environment));
    if (!existsSync(join(root, "cdktf.out", "manifest.json"))) await synthesize(root, environment.name);
    const [program = process.env["SHELL"] ?? "sh", ...args] = command;
    return await run(program, args, {
      ...variables,
      [offlineVariable]: "1",
      ENVIRONMENT: environment.name,
      PATH: [join(codeRoot, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter),
      ...(mode === "offline" ? terraformForCdktf() : {}),
    });
  } finally {
    clients.destroy();
    connection.finish();
  }
}

/**
 * The CDKTF CLI runs `terraform providers lock`, which asks the registry for the provider's checksums. The offline
 * provider has none: CDKTF gets a terraform that leaves that step out.
 */
function terraformForCdktf(): Record<string, string> {
  return { TERRAFORM_BINARY_NAME: join(codeRoot, "local", "provider-lock", "terraform") };
}

function run(program: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: "inherit" });
    // A terminal sends Ctrl-C to the command as well; it decides, and its exit code is passed on.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGTERM", forward).on("SIGHUP", forward);
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" || error.code === "EACCES" ? commandNotFound(program) : error);
    });
    child.once("close", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward).off("SIGHUP", forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
