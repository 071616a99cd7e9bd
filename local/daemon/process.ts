/** Processes by identity: a recycled process id is never taken for the process it once named. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process as recorded: its id and what tells it from a later process of the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as the system tells it: clock ticks since boot with the boot's id (Linux), or `ps -o lstart`. */
  readonly started: string;
}

/** The identity of a running process, undefined when there is none (or only its zombie). */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === "linux" ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

function startedOnLinux(pid: number): string | undefined {
  const fields = statOf(pid);
  // Counted from the state (field 3 of proc(5)): start time is field 22.
  if (fields === undefined || isOver(fields)) return undefined;
  return `${fields[19] ?? ""}@${bootId()}`;
}

/** Whether only the zombie is left. */
function isOver([state]: readonly string[]): boolean {
  return state === "Z" || state === "X";
}

let boot: string | undefined;

function bootId(): string {
  boot ??= read("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return boot;
}

/** Fields of /proc/<pid>/stat after the command, which may hold spaces and parentheses. */
function statOf(pid: number): readonly string[] | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function startedByPs(pid: number): string | undefined {
  const line = ps(["-o", "stat=,lstart=", "-p", String(pid)]).trim();
  const [, state = "", started] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
  return started === undefined || state.startsWith("Z") ? undefined : started;
}

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Process id of the leader of its group. */
  readonly group: number;
  /** Name of the program, without its path. */
  readonly program: string;
}

/** Every process of the system that this user may see, without zombies. */
export function processTable(): readonly RunningProcess[] {
  if (process.platform !== "linux") {
    return ps(["-A", "-o", "pid=,ppid=,pgid=,stat=,comm="])
      .split("\n")
      .flatMap((line) => {
        const [, pid, parent, group, state = "", path = ""] =
          /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line) ?? [];
        if (pid === undefined || state.startsWith("Z")) return [];
        const program = path.slice(path.lastIndexOf("/") + 1);
        return [{ pid: Number(pid), parent: Number(parent), group: Number(group), program }];
      });
  }
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    const fields = Number.isInteger(pid) ? statOf(pid) : undefined;
    const program = read(`/proc/${name}/comm`)?.trim();
    if (fields === undefined || program === undefined || isOver(fields)) return [];
    return [{ pid, parent: Number(fields[1]), group: Number(fields[2]), program }];
  });
}

/** The process `root` and all that descend from it. */
export function withDescendants(root: number, table: readonly RunningProcess[]): readonly RunningProcess[] {
  const children = table.filter((entry) => entry.parent === root);
  return [
    ...table.filter((entry) => entry.pid === root),
    ...children.flatMap((child) => withDescendants(child.pid, table)),
  ];
}

/** Signals a process group; false when there is none. */
export function signalGroup(leader: number, signal: NodeJS.Signals): boolean {
  return signalled(-leader, signal);
}

function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  return signalled(pid, signal);
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether any process of the group is left. A zombie is not: where nobody reaps orphans (a container without an init
 * process), it stays for good, and signals to its group go on succeeding.
 */
export function groupIsAlive(leader: number): boolean {
  if (!signalled(-leader, 0)) return false;
  return identify(leader) !== undefined || processTable().some(({ group }) => group === leader);
}

/** Waits until `isOver`, at most `limitMs`; resolves to whether it was over in time. */
export async function waitUntil(isOver: () => boolean, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs; // the wall clock may jump, as when a machine was suspended
  while (!isOver()) {
    if (performance.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Ends a recorded process: SIGTERM, and SIGKILL when it is still there after `limitMs`. Never a recycled id. */
export async function endProcess(identity: ProcessIdentity, limitMs: number): Promise<void> {
  if (!isAlive(identity)) return;
  signalProcess(identity.pid, "SIGTERM");
  if (await waitUntil(() => !isAlive(identity), limitMs)) return;
  if (isAlive(identity)) signalProcess(identity.pid, "SIGKILL");
  await waitUntil(() => !isAlive(identity), limitMs);
}

/**
 * Ends process groups of terraform: one SIGINT each, so that it writes its state and releases its locks (a second would
 * make it give up at once), and SIGKILL to those that are left after `limitMs`.
 */
export async function endGroups(leaders: readonly ProcessIdentity[], limitMs: number): Promise<void> {
  const alive = leaders.filter(isAlive);
  for (const { pid } of alive) signalGroup(pid, "SIGINT");
  await waitUntil(() => !alive.some(({ pid }) => groupIsAlive(pid)), limitMs);
  for (const { pid } of alive) signalGroup(pid, "SIGKILL");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync("ps", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return ""; // `ps -p` of a process that is gone exits with 1
  }
}
