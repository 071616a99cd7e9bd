/**
 * Aborts a step as Jenkins does: every process with its cookie, and again for each of them its children first, gets
 * SIGTERM, and some time to end. https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/hudson/util/ProcessTree.java
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Whether this machine tells the environment of processes. */
export const hasProcfs = existsSync("/proc/self/environ");

/** Returns the command lines of what got a signal. */
export async function abortStep(cookie: string, graceMs: number): Promise<readonly string[]> {
  const signalled: string[] = [];
  const parents = new Map<number, number>();
  const marked: number[] = [];
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(read(pid, "status")) ?? [];
    if (parent !== undefined) parents.set(pid, Number(parent));
    if (read(pid, "environ").split("\0").includes(`JENKINS_SERVER_COOKIE=${cookie}`)) marked.push(pid);
  }
  const kill = async (pid: number, deadline: number): Promise<void> => {
    for (const [child, parent] of parents) if (parent === pid) await kill(child, deadline);
    const command = read(pid, "cmdline").replaceAll("\0", " ");
    try {
      process.kill(pid, "SIGTERM");
      signalled.push(command);
    } catch {
      return;
    }
    do await setTimeout(10);
    while (existsSync(`/proc/${pid}/status`) && performance.now() < deadline);
  };
  for (const pid of marked) await kill(pid, performance.now() + graceMs);
  return signalled;
}

/** Empty for a process that is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
