/** jenkins/smart360.sh: exit codes, and what becomes of `smart360` when a step is aborted. A script stands in for node. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../local/daemon/process";
import { projectRoot } from "../support/local-aws";

/** Ends with CODE, as soon as `hold` is gone. */
const node = `#!/bin/sh
echo "$JENKINS_SERVER_COOKIE $JENKINS_NODE_COOKIE $*"
: > ready
while [ -e hold ]; do /bin/sleep 0.02; done
: > done
exit "$CODE"
`;

/** A second of waiting takes no time; when it ENDS, `smart360` is done in the first one. */
const sleep = `#!/bin/sh
[ -z "$ENDS" ] || rm -f hold
/bin/sleep 0.05
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-step-"));
  for (const [name, text] of Object.entries({ node, sleep })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const has = (name: string) => existsSync(join(folder, name));
const eventually = async (look: () => boolean) => expect(await waitUntil(look, 30_000)).toBe(true);

/** Starts it as `exec jenkins/smart360.sh apply --yes`. */
async function start(variables: { readonly CODE: string; readonly ENDS?: string; readonly isHeld: boolean }) {
  const { isHeld, CODE, ENDS = "" } = variables;
  if (isHeld) writeFileSync(join(folder, "hold"), "");
  const cookies = { JENKINS_SERVER_COOKIE: "a-step", JENKINS_NODE_COOKIE: "an-agent" };
  const env = { PATH: `${folder}:/usr/bin:/bin`, CODE, ENDS, ...cookies };
  const log = join(folder, "log");
  const command = `exec ${join(projectRoot, "jenkins", "smart360.sh")} apply --yes > '${log}' 2>&1`;
  const child = spawn("sh", ["-ec", command], { cwd: folder, env, stdio: "ignore" });
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  await eventually(() => has("ready"));
  return { abort: () => child.kill("SIGTERM"), code, log: () => readFileSync(log, "utf8") };
}

describe("jenkins/smart360.sh", () => {
  it.each([0, 2, 3])("passes arguments, and the exit code %i", async (code) => {
    const step = await start({ CODE: String(code), isHeld: false });
    expect(await step.code).toBe(code);
    // Jenkins finds what it is to kill by its own cookies.
    expect(step.log()).toBe("none none ops/smart360.mjs apply --yes\n");
  });

  it("aborted, waits for its end and has its exit code", async () => {
    const step = await start({ CODE: "130", ENDS: "yes", isHeld: true });
    step.abort();
    expect([await step.code, has("done")]).toEqual([130, true]);
  });

  it("aborted, leaves alone what takes longer, and says so", async () => {
    const step = await start({ CODE: "0", isHeld: true });
    step.abort();
    expect([await step.code, has("done"), step.log().split("\n")[1]]).toEqual([
      143,
      false,
      "Not at its end yet: it goes on without Jenkins, and frees its lock when it is done.",
    ]);
    rmSync(join(folder, "hold"));
    await eventually(() => has("done"));
  });
});
