/**
 * Aborts a step as Jenkins does: every process with its cookie, and again for each of them its children first, gets
 * SIGTERM, and some time to end. https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/hudson/util/ProcessTree.java
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Whether this machine tells the environment of processes. */
export const hasProcfs = existsSync("/proc/self/environ");

export async function abortStep(cookie: string, graceMs: number): Promise<void> {
  const parents = new Map<number, number>();
  const marked: number[] = [];
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(read(pid, "status")) ?? [];
    if (parent !== undefined) parents.set(pid, Number(parent));
    if (read(pid, "environ").split("\0").includes(`JENKINS_SERVER_COOKIE=${cookie}`)) marked.push(pid);
  }
  const kill = async (pid: number, deadline: number): Promise<void> => {
    for (const [child, parent] of parents) if (parent === pid) await kill(child, deadline);
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      return;
    }
    do await setTimeout(10);
    while (existsSync(`/proc/${pid}/status`) && performance.now() < deadline);
  };
  for (const pid of marked) await kill(pid, performance.now() + graceMs);
}

/** Empty for a process that is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
