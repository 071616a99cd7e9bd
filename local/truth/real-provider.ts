/** Starts the real provider once, in its debugging mode, for any number of plans one after another. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { startRelay, type Attachment } from "./relay";

export interface RealProviderOptions {
  /** The provider's program. */
  readonly program: string;
  /** Its environment: it calls AWS by itself, so the proxy and the credentials of the local AWS belong here. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether Terraform is to know a type, at the moment that it asks. */
  readonly wanted: (type: string) => boolean;
  /** Told the process before anything can fail. */
  readonly onSpawn?: (pid: number) => void;
}

export interface RealProvider {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  stop(): Promise<void>;
}

/**
 * One configuration belongs to the process, not to the connection: only one Terraform at a time may use it.
 */
export async function startRealProvider(options: RealProviderOptions): Promise<RealProvider> {
  const child = spawn(options.program, ["-debug"], {
    env: options.variables,
    detached: true, // Ctrl-C is handled by the command
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  try {
    const providers = await announced(child);
    const [name, attachment] = Object.entries(providers)[0] ?? [];
    if (name === undefined || attachment === undefined) throw new Error("the provider announced no address");
    const relay = await startRelay(attachment, options.wanted);
    return {
      reattach: JSON.stringify({ [name]: relay.attachment }),
      async stop() {
        relay.stop();
        await end(child);
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Waits for the line that tells how to reach the provider. */
function announced(child: ChildProcess): Promise<Readonly<Record<string, Attachment>>> {
  let said = "";
  return new Promise((resolve, reject) => {
    if (child.stdout === null || child.stderr === null) return reject(new Error("the provider has no output"));
    child.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, json] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
      if (json !== undefined) resolve(JSON.parse(json) as Readonly<Record<string, Attachment>>);
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the provider ended with code ${code} at its start: ${said.trim()}`)),
    );
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL"); // it holds nothing: whatever it planned was told to Terraform
  });
}
