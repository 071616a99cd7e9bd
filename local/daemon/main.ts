/**
 * The daemon of the embedded default: local AWS, loopback proxy and offline provider, in the background. Started by
 * `client.ts` only; its one argument is `DaemonArguments` as JSON.
 */
import { randomBytes } from "node:crypto";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../core/errors";
import { applicationAutoScaling } from "../aws/application-auto-scaling";
import { startMinistack } from "../aws/ministack";
import { freePort } from "../aws/ports";
import { Memory } from "../proxy/memory";
import { startProxy } from "../proxy/proxy";
import { startControl, interruptLimitMs } from "./control";
import { startOfflineProvider } from "./offline-provider";
import { endGroups, endProcess, identify } from "./process";
import { localFolder, removeRecord, stateFolder, writeRecord, type ProviderMode, type RuntimeRecord } from "./record";

export interface DaemonArguments {
  readonly root: string;
  readonly mode: ProviderMode;
  readonly code: string;
  /** Python with ministack; absent when `upstream` is the user's own endpoint. */
  readonly python?: string;
  readonly upstream?: string;
  readonly proxyPort?: number;
}

/** What the starter is told over the IPC channel. */
export type Readiness = { readonly ready: true } | { readonly failed: string; readonly isUserError: boolean };

const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);

export async function main(argv: string[]): Promise<number> {
  const options = JSON.parse(argv[0] ?? "{}") as DaemonArguments;
  const { root } = options;
  const own = identify(process.pid);
  if (own === undefined) throw new Error("the daemon cannot see itself");
  let record: RuntimeRecord = {
    mode: options.mode,
    code: options.code,
    daemon: own,
    upstream: options.upstream ?? "",
    token: randomBytes(16).toString("hex"),
    groups: [],
  };
  const note = (news: Partial<RuntimeRecord>) => writeRecord(root, (record = { ...record, ...news }));

  let stop: (reason: string) => void = () => {};
  const stopped = new Promise<string>((resolve) => (stop = resolve));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  const closers: (() => Promise<void> | void)[] = [() => removeRecord(root)];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };

  try {
    note({});
    if (options.python !== undefined) {
      const path = localFolder(root).log;
      const ministack = await startMinistack({
        python: options.python,
        port: await freePort(),
        stateDir: stateFolder(root, options.mode),
        log: { path, fd: openSync(path, "a") },
        onSpawn(pid) {
          const child = identify(pid);
          if (child === undefined) return;
          note({ ministack: child });
          closers.push(() => endProcess(child, interruptLimitMs));
        },
      });
      ministack.process.once("exit", () => stop("the local AWS ended"));
      note({ upstream: ministack.url });
    }
    const memory = new Memory(join(stateFolder(root, options.mode), "proxy.json"));
    const proxy = await startProxy({
      upstream: record.upstream,
      // Another endpoint than the project's own answers for itself.
      ...(options.python === undefined
        ? { corrections: [] }
        : { memory, routes: new Map([["application-autoscaling", applicationAutoScaling(memory)]]) }),
      ...(options.proxyPort === undefined ? {} : { port: options.proxyPort }),
    });
    closers.push(() => proxy.close());

    const control = await startControl({
      token: record.token,
      onGroups: (groups) => note({ groups }),
      onStop: (reason) => stop(reason),
      log,
    });
    closers.push(() => control.close());

    if (options.mode === "offline") {
      const provider = await startOfflineProvider({
        root,
        proxyUrl: proxy.url,
        accounts: control.accounts,
        memory,
        log,
      });
      closers.push(() => provider.stop());
      note({ reattach: provider.reattach });
    }
    note({ proxyPort: proxy.port, controlPort: control.port });
    closers.push(() => endGroups(control.groups(), interruptLimitMs));
  } catch (error) {
    await closeAll();
    const failed = error instanceof Error ? error.message : String(error);
    log(`did not start: ${failed}`);
    tell({ failed, isUserError: error instanceof UserError });
    return 1;
  }
  tell({ ready: true });
  log(`ready: process ${process.pid}, provider ${options.mode}, local AWS ${record.upstream}`);

  // A project that was deleted leaves nothing behind.
  const watch = setInterval(() => {
    if (!existsSync(join(root, ".gen", "local", "daemon.json"))) stop("its record is gone");
  }, 5_000);
  log(`stopping: ${await stopped}`);
  clearInterval(watch);
  await closeAll();
  log("stopped");
  return 0;
}

function tell(readiness: Readiness): void {
  process.send?.(readiness);
  if (process.connected) process.disconnect();
}
