/** ministack opens one port, on loopback, and loses nothing when it stops. */
import { mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startMinistack, type Ministack } from "../../../local/aws/ministack";
import { freePort } from "../../../local/aws/ports";
import { ensureVenv } from "../../../local/aws/venv";
import { ensureBackend } from "../../../ops/state/backend";
import { localClients } from "../../../ops/state/clients";
import { readState } from "../../../ops/state/read";
import { accountId, projectRoot } from "../../support/local-aws";

let folder: string;
let running: Ministack[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-ministack-"));
  running = [];
});

afterEach(async () => {
  for (const ministack of running) await stop(ministack);
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Ministack> {
  const path = join(folder, "log");
  const ministack = await startMinistack({
    python: await ensureVenv(projectRoot),
    port: await freePort(),
    stateDir: folder,
    log: { path, fd: openSync(path, "a") },
  });
  running.push(ministack);
  return ministack;
}

function stop({ process: child }: Ministack): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return gone;
}

/** Local addresses that a process listens on, from Linux's tables of sockets. */
function listeners(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  );
  const rows = ["tcp", "tcp6", "udp", "udp6"].flatMap((table) => {
    const [, ...lines] = readFileSync(`/proc/${pid}/net/${table}`, "utf8").trim().split("\n");
    return lines.map((line) => ({ table, fields: line.trim().split(/\s+/) }));
  });
  return rows
    .filter(({ table, fields }) => sockets.has(fields[9] ?? "") && (table.startsWith("udp") || fields[3] === "0A"))
    .map(({ table, fields }) => `${table} ${fields[1]}`);
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

it.runIf(process.platform === "linux")("listens on its port of 127.0.0.1 and nowhere else", async () => {
  const { pid, url } = await start();
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
  expect(listeners(pid)).toEqual([`tcp 0100007F:${port}`]);
});

it("keeps bucket, versioning, objects and table rows over a stop and a start", async () => {
  const backend = { bucket: "kept", lockTable: "kept" };
  const item = { LockID: { S: "kept/a-md5" }, Digest: { S: "d" } };
  const first = await start();
  const before = localClients(first.url, accountId, "us-east-1");
  await ensureBackend(before, backend);
  await before.s3.send(new PutObjectCommand({ Bucket: "kept", Key: "a", Body: '{"resources":[]}' }));
  await before.dynamodb.send(new PutItemCommand({ TableName: "kept", Item: item }));
  before.destroy();
  await stop(first);

  const after = localClients((await start()).url, accountId, "us-east-1");
  expect(await ensureBackend(after, backend)).toEqual([]);
  expect((await after.s3.send(new GetBucketVersioningCommand({ Bucket: "kept" }))).Status).toBe("Enabled");
  expect(await readState(after, "kept", "a")).toEqual({ resources: [] });
  const { Item } = await after.dynamodb.send(
    new GetItemCommand({ TableName: "kept", Key: { LockID: { S: "kept/a-md5" } } }),
  );
  expect(Item).toEqual(item);
  after.destroy();
});
