/** docker/entrypoint.sh: what becomes of a container's command and its exit code. A script stands in for uWSGI. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually";
import { projectRoot } from "../support/local-aws";

const entrypoint = join(projectRoot, "docker", "entrypoint.sh");

/** Serves until SIGINT, or ends by itself; with the exit code CODE. */
const uwsgi = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
process.on("SIGINT", () => {
  appendFileSync("served", "stopped\\n");
  process.exit(Number(process.env.CODE));
});
appendFileSync("served", ["started", ...process.argv.slice(2)].join(" ") + "\\n");
if (process.env.ENDS === "yes") process.exit(Number(process.env.CODE));
setInterval(() => undefined, 1000);
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-entrypoint-"));
  writeFileSync(join(folder, "uwsgi"), uwsgi);
  chmodSync(join(folder, "uwsgi"), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "");

/** Before each command a shell that traces takes its time, so that a signal comes where it is meant to. */
function start(command: readonly string[], variables: Readonly<Record<string, string>> = {}, isTraced = false) {
  const script = `exec ${isTraced ? "sh -x" : ""} '${entrypoint}' "$@" 2> trace`;
  const child = spawn("sh", ["-c", script, "sh", ...command], {
    cwd: folder,
    env: {
      ...{ PATH: `${folder}:/usr/bin:/bin`, PS4: "$(/bin/sleep 0.1)+ ", CODE: "0", ENDS: "", UWSGI_HARAKIRI: "0.1" },
      ...variables,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (data: Buffer) => (printed += data.toString()));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { stop: () => child.kill("SIGTERM"), code, printed: () => printed };
}

describe("docker/entrypoint.sh", () => {
  it.each(["0", "7"])("starts uWSGI with its arguments, and ends with its exit code %s", async (CODE) => {
    expect(await start(["uwsgi", "--ini", "a b"], { CODE, ENDS: "yes" }).code).toBe(Number(CODE));
    expect(read("served")).toBe("started --ini a b\n");
  });

  it("gives way to any other command", async () => {
    const task = start(["sh", "-c", "echo migrated; exit 3"]);
    expect([await task.code, task.printed()]).toEqual([3, "migrated\n"]);
  });

  it.each(["0", "7"])("stopped, lets uWSGI drain, stops it, and ends with its exit code %s", async (CODE) => {
    const task = start(["uwsgi"], { CODE });
    await eventually(() => read("served") !== "");
    task.stop();
    expect([await task.code, read("served")]).toEqual([Number(CODE), "started\nstopped\n"]);
  });

  it.each([
    ["as uWSGI is started", /^\+ trap drain TERM$/m],
    ["before it waits", /^\+ server=\d+$/m],
    ["as it waits", /^\+ code=0$/m],
  ])("misses no signal that comes %s", async (_, traced) => {
    const task = start(["uwsgi"], { UWSGI_HARAKIRI: "1" }, true);
    await eventually(() => traced.test(read("trace")));
    task.stop();
    expect([await task.code, read("served")]).toEqual([0, "started\nstopped\n"]);
  });

  it("keeps the exit code of a server that ended while it drained", async () => {
    const task = start(["uwsgi"], { CODE: "5", UWSGI_HARAKIRI: "1", ENDS: "yes" }, true);
    await eventually(() => /^\+ server=\d+$/m.test(read("trace")));
    task.stop();
    expect([await task.code, read("served")]).toEqual([5, "started\n"]);
  });
});
