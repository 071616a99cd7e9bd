/** `smart360 truth`: holds the offline provider against the real one. */
import { join } from "node:path";
import { notDeployed } from "../../core/errors";
import { names } from "../../core/naming/names";
import { stopAll } from "../../local/daemon/client";
import { identify } from "../../local/daemon/process";
import { localFolder, readRecord } from "../../local/daemon/record";
import { typesInUse } from "../../local/daemon/types-in-use";
import { edits } from "../../local/truth/edits";
import { explanations } from "../../local/truth/explained";
import { startRealProvider, type RealProvider } from "../../local/truth/real-provider";
import { isGood, render, report } from "../../local/truth/report";
import { ExitCode, type Console } from "../console";
import { enterEmbedded } from "../embedded";
import { loadEnvironment } from "../project";
import { readState } from "../state/read";
import { readStacks } from "../synthesize";
import { Interruption } from "../terraform/run";
import { compareAll, readDocument } from "../truth/compare-all";
import { installProvider } from "../truth/install";
import { Planner } from "../truth/planner";
import { up } from "./up";

export interface TruthOptions {
  readonly root: string;
  readonly environment: string;
  /** Only edits of resources whose type or description holds this text. */
  readonly only?: string;
  readonly json: boolean;
}

export async function truth(options: TruthOptions, out: Console): Promise<number> {
  const { root, json } = options;
  const wasRunning = readRecord(root) !== undefined;
  out.note("Deploying the stacks with the offline provider: edits start from what it left.");
  const quiet: Console = { ...out, isTerminal: false, print: () => {}, note: () => {} };
  const deployed = await up({ ...options, parallel: 2, mode: "offline", json: false }, quiet);
  if (deployed !== ExitCode.ok) {
    out.note("`smart360 up` failed; run it to see why.");
    return deployed;
  }
  const interruption = new Interruption();
  const interrupt = () => interruption.request();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  const environment = loadEnvironment(root, options.environment);
  const embedded = await enterEmbedded({ root, environment, mode: "offline", kind: "up", say: out.note });
  const { connection, clients, backend, variables } = embedded;
  let provider: RealProvider | undefined;
  try {
    const stacks = readStacks(root);
    const folder = join(localFolder(root).path, "truth");
    const shared = { keeper: connection, interruption };
    const installed = await installProvider({
      folder: join(folder, "install"),
      stack: stacks[0] === undefined ? null : readDocument(stacks[0]),
      variables,
      ...shared,
    });
    if ("missing" in installed) {
      out.note(`The real AWS provider cannot be installed here:\n${installed.missing}`);
      out.print(json ? JSON.stringify({ passed: 0, failed: 0, skipped: 1 }) : "0 passed, 0 failed, 1 skipped");
      return ExitCode.ok;
    }
    const types = typesInUse(root);
    provider = await startRealProvider({
      program: installed.program,
      variables,
      wanted: (type) => types.has(type),
      onSpawn(pid) {
        const process = identify(pid);
        if (process !== undefined) connection.group(process);
      },
    });
    const results = await compareAll({
      stacks,
      edits: edits.filter(({ of, what }) => options.only === undefined || `${of}: ${what}`.includes(options.only)),
      offline: new Planner({ folder: join(folder, "offline"), variables, ...shared }),
      real: new Planner({
        folder: join(folder, "real"),
        variables: { ...variables, TF_REATTACH_PROVIDERS: provider.reattach },
        ...shared,
      }),
      providerVersion: installed.version,
      async stateOf(stack) {
        const state = await readState(clients, backend.bucket, names.stateKey(environment, stack));
        if (state === undefined) throw notDeployed(stack);
        return state;
      },
      interruption,
      say: out.note,
    });
    if (interruption.requested) return ExitCode.interrupted;
    const outcome = report(results, explanations);
    out.print(json ? JSON.stringify(outcome, null, 2) : `\n${render(outcome)}`);
    return isGood(outcome) ? ExitCode.ok : ExitCode.failed;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await provider?.stop();
    clients.destroy();
    connection.finish();
    if (!wasRunning) await stopAll(root);
  }
}
