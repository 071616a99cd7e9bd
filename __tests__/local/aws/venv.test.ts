import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../../core/errors";
import { ensureVenv, type Venv } from "../../../local/aws/venv";

const venv: Venv = { folder: "tool", requirements: "requirements.txt", holds: "the tool" };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "venv-"));
  writeFileSync(join(root, "requirements.txt"), "tool==1.0\n");
  mkdirSync(join(root, "bin"));
  vi.stubEnv("PATH", `${join(root, "bin")}:${process.env["PATH"] ?? ""}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** A python3 that makes environments by `makes`; the pip in them does what `pip` says, and its calls are kept in `calls`. */
function python3(makes: string, pip = "exit 0"): void {
  const inner = `#!/bin/sh\necho "$@" >> ${join(root, "calls")}\n${pip}\n`;
  writeFileSync(join(root, "inner"), inner, { mode: 0o755 });
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo Python 3.11.7; exit; fi\n${makes}\n`;
  writeFileSync(join(root, "bin", "python3"), script, { mode: 0o755 });
}

const making = () => `mkdir -p "$3/bin" && cp ${join(root, "inner")} "$3/bin/python"`;
const pipInstalls = () =>
  `-m pip install --quiet --disable-pip-version-check --no-input -r ${join(root, "requirements.txt")}`;
const calls = () => readFileSync(join(root, "calls"), "utf8").trimEnd().split("\n");

describe("ensureVenv", () => {
  it("installs once, says so, and again only when what it is to hold has changed", async () => {
    python3(making());
    const said: string[] = [];
    const ensure = () => ensureVenv(root, (line) => said.push(line), venv);
    expect(await ensure()).toBe(join(root, ".gen", "tool", "bin", "python"));
    await ensure();
    expect(calls()).toEqual([pipInstalls()]);
    expect(said).toEqual(["Installing the tool into .gen/tool (once)"]);

    writeFileSync(join(root, "requirements.txt"), "tool==2.0\n");
    await ensure();
    expect(calls()).toHaveLength(2);
  });

  it("starts anew after an installation that failed", async () => {
    python3(making(), "exit 1");
    await expect(ensureVenv(root, () => {}, venv)).rejects.toThrow(
      new UserError(
        "pip could not install the tool (requirements.txt); it needs a Python package index once. It said:\n" +
          `Error: Command failed: ${join(root, ".gen", "tool", "bin", "python")} ${pipInstalls()}`,
      ),
    );
    python3(making());
    await ensureVenv(root, () => {}, venv);
    expect(calls()).toHaveLength(2);
  });

  it("refuses a Python that makes no environments", async () => {
    python3("echo 'No module named venv' >&2; exit 1");
    await expect(ensureVenv(root, () => {}, venv)).rejects.toThrow(
      /^python3 could not create a virtual environment \(on Debian and Ubuntu: apt install python3-venv\)\. It said:\nNo module named venv$/,
    );
  });

  it("tells what pip could not install, and from which file", async () => {
    python3(making(), "echo 'ERROR: no matching distribution' >&2; exit 1");
    await expect(ensureVenv(root, () => {}, venv)).rejects.toThrow(
      /^pip could not install the tool \(requirements\.txt\); it needs a Python package index once\. It said:\nERROR: no matching distribution$/,
    );
  });

  it("names the tool when there is no Python", async () => {
    vi.stubEnv("PATH", join(root, "bin"));
    await expect(ensureVenv(root, () => {}, venv)).rejects.toThrow(
      /^python3 was not found on the PATH\. Install python3 3\.10 or newer: the tool is a Python program\.$/,
    );
  });
});
