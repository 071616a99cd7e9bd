/** Signals on their way to terraform; a script stands in for it, which tells those that it gets. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { passInterrupts } from "../../../ops/interrupts";
import { Interruption, runTerraform } from "../../../ops/terraform/run";
import { eventually } from "../../support/eventually";

const interrupted = JSON.stringify({ type: "log", "@message": "\nInterrupt received.\nPlease wait for Terraform" });
const script = `#!/bin/sh
got() { echo "$1" >> signals; printf '%s\\n' '${interrupted}'; }
trap 'got INT' INT
trap 'got TERM' TERM
echo $$ > pid
until [ -e end ]; do sleep 0.02; done
exit 1
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-run-"));
  writeFileSync(join(folder, "terraform"), script);
  chmodSync(join(folder, "terraform"), 0o755);
});

afterEach(() => {
  for (const name of ["pid", "end", "signals"]) rmSync(join(folder, name), { force: true });
});

afterAll(() => rmSync(folder, { recursive: true }));

const text = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : "");
async function start(interruption: Interruption) {
  const variables = { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
  const run = runTerraform(["apply"], { folder, variables, interruption });
  await eventually(() => text("pid") !== "");
  return {
    pid: Number(text("pid")),
    end() {
      writeFileSync(join(folder, "end"), "");
      return run;
    },
  };
}

describe("Interruption", () => {
  it("passes the first request on as SIGINT, and kills at the second", async () => {
    const interruption = new Interruption();
    const terraform = await start(interruption);
    expect([interruption.requested, interruption.isAsked]).toEqual([false, false]);
    interruption.request();
    await eventually(() => text("signals") === "INT");
    expect([interruption.requested, interruption.isAsked]).toEqual([true, true]);
    interruption.request();
    expect((await terraform.end()).exitCode).toBe(130);
  });

  it("sends no second signal to a terraform that somebody else interrupted: it would exit at once", async () => {
    const notes: string[] = [];
    const interruption = new Interruption();
    const passNoMore = passInterrupts(interruption, (line) => notes.push(line));
    const terraform = await start(interruption);
    process.kill(terraform.pid, "SIGTERM");
    await eventually(() => interruption.requested);
    process.emit("SIGTERM");
    expect((await terraform.end()).exitCode).toBe(1);
    passNoMore();
    expect([text("signals"), notes]).toEqual([
      "TERM",
      ["Interrupted: terraform writes its state and releases its locks. Once more kills it."],
    ]);
  });
});
