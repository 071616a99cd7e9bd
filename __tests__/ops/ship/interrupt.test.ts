/** Ctrl-C, and the end of a process that nobody can catch. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../support/local-aws";
import { awsVariables } from "../../support/on-scripted-aws";
import { describeReleases, steady } from "../../support/releasing";
import { stalls, succeeds } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run, actions } = releases;
const asBefore = { parameter: "build-41", runs: 12, revisions: ["11 build-40", "12 build-41"], locks: 0 };

/** Ctrl-C as soon as an action is called for the `count`th time. */
function interruptAt(action: string, count = 1) {
  let seen = 0;
  releases.world.onCall = (call) => {
    if (call.action === action && (seen += 1) === count) process.emit("SIGINT");
  };
}

describe("Ctrl-C", () => {
  it.each(["PutItem", "DescribeTaskDefinition", "DescribeImages"])("at %s: nothing was begun", async (action) => {
    interruptAt(action);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-2)]).toEqual([
      130,
      ["billing is not released: interrupted.", "Nothing of it was begun."],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
    expect(actions()).not.toContain("RegisterTaskDefinition");
  });

  it("during the migration stops it, and takes the revision back", async () => {
    releases.world.ecs.migrations = [{ looks: Infinity, stoppedReason: "Stopped" }];
    interruptAt("DescribeTasks", 3);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-4)]).toEqual([
      130,
      [
        "Migrate    stopping task migration1",
        "Undo       revision 13 deregistered",
        "billing is not released: interrupted.",
        "billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.ecs.tasks.map(({ isStopped }) => isStopped)).toEqual([true]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("during the rollout puts the service back, and does not wait for it", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    interruptAt("DescribeTargetHealth", 3);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-4)]).toEqual([
      130,
      [
        expect.stringMatching(/^Undo {7}service put back to revision 12: deployment ecs-svc\/\d+$/),
        "Undo       revision 13 deregistered",
        "billing is not released: interrupted.",
        "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("after that the next release waits for the way back to end", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    interruptAt("DescribeTargetHealth", 3);
    await run({ image: "build-42" });
    releases.world.onCall = () => {};
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed[2]]).toEqual([
      0,
      expect.stringMatching(/^Left over {2}deployment ecs-svc\/\d+ is under way already: waiting for its end$/),
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 14, locks: 0 });
  });

  it.each(["PutImage", "PutParameter"])("at %s comes too late: what runs is finished", async (action) => {
    interruptAt(action);
    expect((await run({ image: "build-42" })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });
});

/** Runs a command on a terminal, which it closes in the middle of the rollout; ends as the command does. */
const closedTerminal = `
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b""
while b"1 of 2 new" not in seen:
    seen += os.read(terminal, 4096)
os.close(terminal)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

describe("the program", () => {
  const variables = () => awsVariables(releases.aws, releases.project);
  const ship = ["ship", "billing", "--image", "build-42"];

  it("SIGTERM, as Jenkins ends a build, puts the service back and frees the lock", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    const { child, ended } = await releases.project.smart360Until("1 of 2 new", ship, variables());
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(
      /billing goes back to revision 12\. Revision 13 is deregistered, the parameter is as it was\.\n$/,
    );
    expect(releases.world.rest).toEqual(asBefore);
  });

  it("SIGKILL leaves a lock that says so, and the next release goes on from there", async () => {
    const { child, ended } = await releases.project.smart360Until("Roll out ", ship, variables());
    child.kill("SIGKILL");
    await ended;
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 13, locks: 2 });

    const refused = await releases.project.smart360(ship, variables());
    const { ID: id } = JSON.parse(releases.world.lockItem ?? "") as { ID: string };
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("That process does not run any more: it was killed."),
    ]);
    expect(refused.stderr).toContain(`--break-lock ${id}`);

    const { code, printed } = await run({ image: "build-42", breakLock: id });
    expect([code, steady(printed).slice(1, 3)]).toEqual([
      0,
      ["Lock       <id> is broken", "Lock       service-billing (<id>)"],
    ]);
    expect(releases.world.rest).toEqual({
      parameter: "build-42",
      runs: 13,
      revisions: ["11 build-40", "12 build-41", "13 build-42"],
      locks: 0,
    });
  });

  it("goes on to its end when nobody reads what it prints", async () => {
    const command = [process.execPath, join("ops", "smart360.mjs"), ...ship].map((word) => `'${word}'`).join(" ");
    const { code, stdout } = await bash(`${command} | head -n 1; exit "\${PIPESTATUS[0]}"`);
    expect([code, stdout]).toEqual([0, "production, billing: deploy of build-42\n"]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });

  it("a terminal that is closed is an interruption, taken back to its end", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    // Its exit code tells nothing: Node aborts at its very end, when it cannot give the terminal back.
    await bash(`python3 -c '${closedTerminal}' '${process.execPath}' ops/smart360.mjs ${ship.join(" ")}`);
    expect(releases.world.rest).toEqual(asBefore);
  });

  function bash(script: string): Promise<{ code: number; stdout: string }> {
    const env = { ...process.env, ...variables(), SMART360_PROJECT: releases.project.root };
    return new Promise((resolve) =>
      execFile("bash", ["-c", script], { env, cwd: projectRoot }, (error, stdout) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout }),
      ),
    );
  }

  it("two at once: the second is told who holds the lock, and changes nothing", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    const first = await releases.project.smart360Until("1 of 2 new", ship, variables());
    const second = await releases.project.smart360(["ship", "billing", "--rollback"], variables());
    first.child.kill("SIGINT");
    const { code } = await first.ended;
    expect([second.code, code]).toEqual([2, 130]);
    expect(second.stderr).toMatch(
      new RegExp(
        `^service-billing is locked by \\S+ since [^(]+\\(smart360 ship: deploy of build-42, process ${first.child.pid}\\)`,
      ),
    );
    expect(releases.world.rest).toEqual(asBefore);
  });
});
