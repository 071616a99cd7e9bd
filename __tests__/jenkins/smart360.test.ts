/** jenkins/smart360.sh: exit codes, and what becomes of `smart360` when a step is aborted. A script stands in for node. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { projectRoot } from "../support/local-aws";
import { abortStep, hasProcfs } from "../support/process-tree";
import { eventually } from "../support/eventually";

/**
 * Terraform with a provider in node's place: both write down what ends them. Ends with CODE, as soon as `hold` is gone.
 */
const node = `#!/bin/sh
echo "$JENKINS_SERVER_COOKIE $JENKINS_NODE_COOKIE $*"
trap 'echo node >> signals' TERM
sh -c "
  trap 'echo provider >> signals' TERM
  sh -c 'trap \\"echo request >> signals\\" TERM; : > ready; while [ -e hold ]; do /bin/sleep 0.02; done; :' &
  while [ -e hold ]; do /bin/sleep 0.02; done
" &
while [ -e hold ]; do /bin/sleep 0.02; done
: > done
exit "$CODE"
`;

/** What has a limit takes no time; where it ENDS, `smart360` is done within it. */
const flock = `#!/bin/sh
if [ "$1" = --timeout ] && [ "$2 $3" != "1 8" ]; then
  shift 2
  if [ -n "$ENDS" ]; then rm -f hold; else set -- --timeout 0.1 "$@"; fi
fi
exec /usr/bin/flock "$@"
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-step-"));
  for (const [name, text] of Object.entries({ node, flock })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const has = (name: string) => existsSync(join(folder, name));
interface Start {
  readonly CODE?: string;
  readonly ENDS?: string;
  readonly isHeld: boolean;
}

/** Runs `exec jenkins/<script>` as a step. With a `shell`, that one runs it. */
function run(script: string, variables: Readonly<Record<string, string>> = {}, shell = "") {
  const cookie = `durable-${randomUUID()}`;
  const env = {
    ...{ PATH: `${folder}:/usr/bin:/bin`, CODE: "0", ENDS: "", ...variables },
    ...{ JENKINS_SERVER_COOKIE: cookie, JENKINS_NODE_COOKIE: cookie },
  };
  const log = join(folder, `log-${cookie}`);
  const command = `exec ${shell} ${join(projectRoot, "jenkins", script)} > '${log}' 2>&1`;
  const child = spawn("sh", ["-ec", command], { cwd: folder, env, stdio: "ignore" });
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    abort: () => abortStep(cookie, 300),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    code,
    log: () => (existsSync(log) ? readFileSync(log, "utf8") : ""),
  };
}

/** Starts `smart360 apply --yes`. */
async function start({ isHeld, ...variables }: Start) {
  if (isHeld) writeFileSync(join(folder, "hold"), "");
  const step = run("smart360.sh apply --yes", { ...variables });
  await eventually(() => has("ready"));
  return step;
}

const release = () => rmSync(join(folder, "hold"));
const signals = () => (has("signals") ? readFileSync(join(folder, "signals"), "utf8").trim().split("\n") : []);
const pidFile = () => readFileSync(join(folder, ".gen", "smart360.pid"), "utf8").trim();
const goesOn = "Not at its end yet: it goes on without Jenkins, and frees its lock when it is done.";

// Its programs of util-linux are there where processes can be aborted in Jenkins' way.
describe.skipIf(!hasProcfs)("jenkins/smart360.sh", () => {
  it.each([0, 2, 3])("passes arguments, and the exit code %i", async (code) => {
    const step = await start({ CODE: String(code), isHeld: false });
    expect(await step.code).toBe(code);
    // Jenkins finds what it is to kill by its own cookies.
    expect(step.log()).toBe("none none ops/smart360.mjs apply --yes\n");
  });

  it("aborted, signals node once and nothing below it, waits for its end and has its exit code", async () => {
    const step = await start({ CODE: "130", ENDS: "yes", isHeld: true });
    await step.abort();
    expect([await step.code, has("done"), signals()]).toEqual([130, true, ["node"]]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("takes a %s to itself alone for an abort", async (signal) => {
    const step = await start({ CODE: "130", ENDS: "yes", isHeld: true });
    step.signal(signal);
    expect([await step.code, has("done"), signals()]).toEqual([130, true, ["node"]]);
  });

  it.each([
    ["before it waits", /(^\+ \[ -z {2}\]\n){2}/m],
    ["as it waits", /^\+ waiting=\d+$/m],
  ])("misses no signal that comes just %s", async (_, traced) => {
    writeFileSync(join(folder, "hold"), "");
    // Before each command the shell that traces takes its time.
    const slowly = { PS4: "$(/bin/sleep 0.1)+ ", CODE: "130", ENDS: "yes" };
    const step = run("smart360.sh apply --yes", slowly, "sh -x");
    await eventually(() => traced.test(step.log()));
    step.signal("SIGTERM");
    expect([await step.code, has("done"), signals()]).toEqual([130, true, ["node"]]);
  });

  it("aborted, leaves alone what takes longer, and says so", async () => {
    const step = await start({ isHeld: true });
    await step.abort();
    expect([await step.code, has("done"), step.log().split("\n").slice(1)]).toEqual([143, false, [goesOn, ""]]);
    expect(signals()).toEqual(["node"]);
    release();
    await eventually(() => has("done"));
  });

  it("says that smart360 was killed", async () => {
    const step = await start({ isHeld: true });
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pidFile()}/status`, "utf8")) ?? [];
    for (const pid of [parent, pidFile()]) process.kill(Number(pid), "SIGKILL");
    release();
    expect([await step.code, step.log().split("\n")[1]]).toEqual([137, "smart360 was killed."]);
  });

  describe("in a workspace where one goes on without Jenkins", () => {
    beforeEach(async () => {
      const step = await start({ isHeld: true });
      await step.abort();
      expect(await step.code).toBe(143);
      mkdirSync(join(folder, ".gen", "plans"));
    });
    afterEach(async () => {
      rmSync(join(folder, "hold"), { force: true });
      await eventually(() => has("done"));
    });

    it("waits for it, and does its own", async () => {
      const pid = pidFile();
      const next = run("smart360.sh plan", { ENDS: "yes" });
      expect(await next.code).toBe(0);
      expect(next.log()).toBe(
        `smart360 of an earlier build still runs in this workspace: process ${pid}. Waiting 10 minutes.\n` +
          "none none ops/smart360.mjs plan\n",
      );
    });

    it.each(["smart360.sh plan", "alone.sh"])("does nothing where that takes too long: %s", async (script) => {
      const pid = pidFile();
      const next = run(script);
      expect(await next.code).toBe(2);
      expect(next.log()).toBe(
        `smart360 of an earlier build still runs in this workspace: process ${pid}. Waiting 10 minutes.\n` +
          `It runs still, and nothing was done here. Start another build when process ${pid} has ended.\n`,
      );
    });

    it("leaves it its plans until its end", async () => {
      const dropping = run("drop-plans.sh");
      expect([await dropping.code, dropping.log(), has(".gen/plans")]).toEqual([
        0,
        `smart360 still runs, process ${pidFile()}: the saved plans are deleted when it is done.\n`,
        true,
      ]);
      release();
      await eventually(() => has("done") && !has(".gen/plans"));
    });
  });

  it("deletes plans at once where nothing runs, and those of nobody else later", async () => {
    mkdirSync(join(folder, ".gen", "plans"), { recursive: true });
    expect([await run("drop-plans.sh").code, has(".gen/plans")]).toEqual([0, false]);
    mkdirSync(join(folder, ".gen", "plans"));
    expect([await run("smart360.sh apply").code, await run("alone.sh").code, has(".gen/plans")]).toEqual([0, 0, true]);
  });
});
