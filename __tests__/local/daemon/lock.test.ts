import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLock, waitForLock, type Release } from "../../../local/daemon/lock";
import { groupIsAlive, identify, isAlive, processTable, withDescendants } from "../../../local/daemon/process";
import { eventually } from "../../support/eventually";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-lock-"));
  path = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function taken(): Release {
  const release = takeLock(path);
  if (typeof release !== "function") throw new Error("held");
  return release;
}

describe("takeLock", () => {
  it("names the holder to whoever comes second, and is free again when released", () => {
    const release = taken();
    expect(takeLock(path)).toEqual(identify(process.pid));
    release();
    taken()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, started: "1@boot" })],
    ["a recycled process id", JSON.stringify({ pid: process.pid, started: "another start" })],
    ["a torn write", '{"pid":'],
    ["nothing", ""],
  ])("takes over the lock of %s", (_, content) => {
    writeFileSync(path, content);
    taken()();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("waits for its turn", async () => {
    const release = taken();
    const waiting = waitForLock(path);
    release();
    (await waiting)();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("processes", () => {
  it("are known by id and start", () => {
    const own = identify(process.pid);
    expect(own === undefined ? false : isAlive(own)).toBe(true);
    expect(isAlive({ pid: process.pid, started: "another start" })).toBe(false);
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });

  it("are found below their ancestors", () => {
    const table = [
      { pid: 1, parent: 0, group: 1, program: "init" },
      { pid: 10, parent: 1, group: 10, program: "node" },
      { pid: 11, parent: 10, group: 10, program: "sh" },
      { pid: 12, parent: 11, group: 12, program: "terraform" },
      { pid: 20, parent: 1, group: 20, program: "terraform" },
    ];
    expect(withDescendants(10, table).map(({ pid }) => pid)).toEqual([10, 11, 12]);
    expect(processTable().find(({ pid }) => pid === process.pid)?.parent).toBe(process.ppid);
  });

  it("are over when only their zombies are left", async () => {
    // `sleep` takes over from the shell and never asks for the end of its child.
    const nobodyReaps = spawn("sh", ["-c", "setsid sh -c 'echo $$; exec sleep 60' & exec sleep 60"], { stdio: "pipe" });
    try {
      const leader = Number(await new Promise((resolve) => nobodyReaps.stdout.once("data", resolve)));
      expect([groupIsAlive(leader), identify(leader)?.pid]).toEqual([true, leader]);
      process.kill(leader, "SIGKILL");
      await eventually(() => !groupIsAlive(leader));
      expect(process.kill(-leader, 0)).toBe(true);
      expect(identify(leader)).toBeUndefined();
    } finally {
      nobodyReaps.kill("SIGKILL");
    }
  });
});
