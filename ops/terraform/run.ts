/** Runs terraform in a process group of its own, so that it can be interrupted apart from the command. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { identify, signalGroup, type ProcessIdentity } from "../../local/daemon/process";
import { openOutputFile } from "./output-file";
import { readMessage, type Diagnostic, type Message } from "./messages";

/** Who is told of process groups, so that they end even when this process is killed. */
export interface GroupKeeper {
  group(leader: ProcessIdentity): void;
  ungroup(pid: number): void;
}

/** How long whoever holds the lock of a state is waited for: a release of that service, another plan. */
export const lockWaitSeconds = 60;

export interface TerraformOptions {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly keeper?: GroupKeeper;
  readonly interruption?: Interruption;
  readonly onMessage?: (message: Message) => void;
}

export interface TerraformResult {
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Lines that were no JSON documents: what terraform prints when it crashes. */
  readonly stray: readonly string[];
}

/**
 * Ctrl-C for every terraform that runs: one SIGINT to each group, SIGKILL when asked again. A terraform that somebody
 * else interrupted gets none from here: the second one makes it exit without writing its state. Jenkins, aborting a
 * build, signals children before their parents.
 */
export class Interruption {
  private readonly leaders = new Set<number>();
  private readonly stopping = new Set<number>();
  private asked = 0;

  /** Whether nothing new is to be begun. */
  get requested(): boolean {
    return this.isAsked || this.stopping.size > 0;
  }

  /** Whether the next request kills. */
  get isAsked(): boolean {
    return this.asked > 0;
  }

  request(): void {
    this.asked += 1;
    for (const leader of this.leaders) {
      if (this.asked > 1) signalGroup(leader, "SIGKILL");
      else if (!this.stopping.has(leader)) signalGroup(leader, "SIGINT");
    }
  }

  /** A terraform said that it was interrupted. */
  heard(leader: number): void {
    this.stopping.add(leader);
  }

  add(leader: number): void {
    this.leaders.add(leader);
    if (this.requested) signalGroup(leader, "SIGINT");
  }

  remove(leader: number): void {
    this.leaders.delete(leader);
  }
}

export async function runTerraform(args: readonly string[], options: TerraformOptions): Promise<TerraformResult> {
  const diagnostics: Diagnostic[] = [];
  const stray: string[] = [];
  let leader: number | undefined;
  const output = openOutputFile((line) => {
    const message = readMessage(line);
    if (message === undefined) {
      if (line.trim() !== "") stray.push(stripVTControlCharacters(line));
      return;
    }
    if (message.type === "diagnostic") diagnostics.push(message.diagnostic);
    if (message.type === "interrupted" && leader !== undefined) options.interruption?.heard(leader);
    options.onMessage?.(message);
  });
  const started = (pid: number) => void (leader = pid);
  const exitCode = await runGroup(args, output.fd, output.fd, { ...options, started }).finally(() => output.close());
  return { exitCode, diagnostics, stray };
}

/**
 * Runs terraform with its standard output in a file, which only the owner may read.
 * @returns as `runTerraform`, with what it said beside that as stray lines
 */
export async function printTerraform(
  args: readonly string[],
  file: string,
  options: Omit<TerraformOptions, "onMessage">,
): Promise<TerraformResult> {
  const stray: string[] = [];
  const errors = openOutputFile((line) => {
    if (line.trim() !== "") stray.push(stripVTControlCharacters(line));
  });
  const printed = openSync(file, "w", 0o600);
  const exitCode = await runGroup(args, printed, errors.fd, options).finally(() => {
    closeSync(printed);
    errors.close();
  });
  return { exitCode, diagnostics: [], stray };
}

/** Resolves to the exit code; 130 when a signal ended it. */
function runGroup(
  args: readonly string[],
  stdout: number,
  stderr: number,
  { folder, variables, keeper, interruption, started }: TerraformOptions & { readonly started?: (pid: number) => void },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("terraform", args, {
      cwd: folder,
      env: variables,
      detached: true,
      stdio: ["ignore", stdout, stderr],
    });
    const { pid } = child;
    if (pid !== undefined) {
      started?.(pid);
      const leader = identify(pid);
      if (leader !== undefined) keeper?.group(leader);
      interruption?.add(pid);
    }
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (pid !== undefined) {
        keeper?.ungroup(pid);
        interruption?.remove(pid);
      }
      resolve(code ?? (signal === null ? 1 : 130));
    });
  });
}
