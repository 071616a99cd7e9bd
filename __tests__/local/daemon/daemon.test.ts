/** The daemon of the embedded default: it starts once, is found again, and leaves nothing behind. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureVenv } from "../../../local/aws/venv";
import { enter, stopAll, type StartOptions } from "../../../local/daemon/client";
import { groupIsAlive, identify, isAlive } from "../../../local/daemon/process";
import { readRecord, type RuntimeRecord } from "../../../local/daemon/record";
import { refusal } from "../../support/edit-project";
import { projectRoot } from "../../support/local-aws";
import { eventually } from "../../support/eventually";

let root: string;
let started: ChildProcess[];

const options = (kind: StartOptions["kind"], more: Partial<StartOptions> = {}): StartOptions => ({
  root,
  mode: "real",
  kind,
  accountId: "111122223333",
  python: () => ensureVenv(projectRoot),
  ...more,
});

/** A process group that stands for terraform: ends on SIGINT. */
function group(): ChildProcess & { pid: number } {
  const child = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
  started.push(child);
  if (child.pid === undefined) throw new Error("sleep did not start");
  return child as ChildProcess & { pid: number };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function expectNothingLeft(record: RuntimeRecord): Promise<void> {
  await eventually(() => !isAlive(record.daemon));
  expect(record.ministack === undefined || isAlive(record.ministack)).toBe(false);
  const ports = [record.proxyPort, record.controlPort, Number(new URL(record.upstream).port)];
  for (const port of ports) expect(await listens(port ?? 0)).toBe(false);
  expect(readRecord(root)).toBeUndefined();
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "smart360-daemon-")));
  started = [];
});

afterEach(async () => {
  await stopAll(root);
  for (const child of started) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

describe("the daemon", () => {
  it("is started once, found again, and stopped without a trace", async () => {
    const first = await enter(options("up"));
    expect(first.startedIt).toBe(true);
    first.finish();
    const second = await enter(options("offline"));
    expect(second.startedIt).toBe(false);
    expect(second.record.daemon).toEqual(first.record.daemon);
    second.finish();

    const record = readRecord(root);
    expect(record?.ministack).toBeDefined();
    expect(await stopAll(root)).toBe(true);
    await expectNothingLeft(first.record);
    expect(await stopAll(root)).toBe(false);
  });

  it("tells who else uses it", async () => {
    const up = await enter(options("up"));
    const offline = await enter(options("offline"));
    expect(await up.otherSessions()).toEqual([
      { kind: "offline", process: identify(process.pid), accountId: "111122223333" },
    ]);
    offline.finish();
    up.finish();
  });

  it("ends the terraform groups of an up that dies, and itself", async () => {
    const up = await enter(options("up"));
    const terraform = group();
    const leader = identify(terraform.pid);
    if (leader === undefined) throw new Error("the group is gone");
    up.group(leader);
    await eventually(() => readRecord(root)?.groups.length === 1);
    const ended = new Promise((resolve) => terraform.once("exit", (_, signal) => resolve(signal)));
    up.drop();
    expect(await ended).toBe("SIGINT");
    await expectNothingLeft(up.record);
  });

  it("stays when an up dies while somebody else uses it", async () => {
    const up = await enter(options("up"));
    const offline = await enter(options("offline"));
    up.drop();
    let others = await offline.otherSessions();
    while (others.length > 0) others = await offline.otherSessions();
    expect(isAlive(offline.record.daemon)).toBe(true);
    offline.finish();
  });

  it("is started anew after kill -9, and what the killed one left is ended", async () => {
    const first = await enter(options("up"));
    const terraform = group();
    const leader = identify(terraform.pid);
    if (leader === undefined || first.record.ministack === undefined) throw new Error("not started");
    first.group(leader);
    await eventually(() => readRecord(root)?.groups.length === 1);
    process.kill(first.record.daemon.pid, "SIGKILL");
    await first.lost;
    expect(isAlive(first.record.ministack)).toBe(true);

    const second = await enter(options("up"));
    expect(second.startedIt).toBe(true);
    expect(isAlive(first.record.ministack)).toBe(false);
    await eventually(() => !groupIsAlive(terraform.pid));
    second.finish();
  });

  it("refuses another provider, endpoint or port than the running one", async () => {
    const up = await enter(options("up"));
    const advice = "is asked for. Run `smart360 down` first.";
    await expect(enter(options("up", { mode: "offline" }))).rejects.toThrow(
      `The embedded default runs with the provider real, and offline ${advice}`,
    );
    await expect(enter(options("up", { upstream: "http://127.0.0.1:4566" }))).rejects.toThrow(
      `The embedded default runs with the endpoint its own local AWS, and http://127.0.0.1:4566 ${advice}`,
    );
    const port = (up.record.proxyPort ?? 0) + 1;
    await expect(enter(options("up", { proxyPort: port }))).rejects.toThrow(
      `The embedded default runs with port ${up.record.proxyPort}, and ${port} ${advice}`,
    );
    up.finish();
  });

  it("says why it did not start, and leaves nothing", async () => {
    const log = join(root, ".gen", "local", "daemon.log");
    const python = join(root, "python");
    writeFileSync(python, "#!/bin/sh\necho 'No module named ministack'; exit 1\n", { mode: 0o755 });
    expect(await refusal(enter(options("up", { python: async () => python })))).toBe(
      `The local AWS did not start. The end of ${log}:\nNo module named ministack`,
    );

    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen({ host: "127.0.0.1", port: 0 }, () => resolve((taken.address() as AddressInfo).port)),
    );
    const message = await refusal(enter(options("up", { upstream: "http://127.0.0.1:9", proxyPort: port })));
    await new Promise((resolve) => taken.close(resolve));
    expect(message.replace(/\n\S+Z /, "\n<when> ")).toBe(
      `The embedded default did not start. The end of ${log}:\n` +
        `<when> did not start: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    );
    expect(readRecord(root)).toBeUndefined();
  });

  it("uses the user's own endpoint without starting a local AWS", async () => {
    const up = await enter(options("up", { upstream: "http://127.0.0.1:9" }));
    expect(up.record.ministack).toBeUndefined();
    const answer = await fetch(`http://127.0.0.1:${up.record.proxyPort}/`);
    expect([answer.status, await answer.text()]).toEqual([
      502,
      "The local AWS at http://127.0.0.1:9 did not answer: connect ECONNREFUSED 127.0.0.1:9\n",
    ]);
    up.finish();
  });

  it("ends when its record is gone", async () => {
    const up = await enter(options("offline"));
    rmSync(join(root, ".gen"), { recursive: true });
    await up.lost;
    await eventually(() => !isAlive(up.record.daemon));
    expect(existsSync(join(root, ".gen", "local", "daemon.json"))).toBe(false);
  });
});
