/** The command as a user meets it: help, messages, exit codes. Never a stack trace. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRecord } from "../../local/daemon/record";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";
import { projectRoot } from "../support/local-aws";

let project: FixtureProject;

beforeEach(() => {
  project = fixtureProject();
  project.stacks({ only: { document: { resource: { terraform_data: { a: {} } } } } });
});

afterEach(() => project.remove());

/** A PATH with node and sh, and programs that print something instead of the real ones. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const folder = join(project.root, "bin");
  mkdirSync(folder);
  symlinkSync(process.execPath, join(folder, "node"));
  symlinkSync("/bin/sh", join(folder, "sh"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const terraform = `echo '{"terraform_version": "1.11.4"}'`;
const python = "echo Python 3.11.7";

describe("help", () => {
  it("lists the commands with examples", async () => {
    const { code, stdout } = await project.smart360(["--help"]);
    expect(code).toBe(0);
    for (const command of [
      "up",
      "down",
      "status",
      "offline",
      "check",
      "scan",
      "schema",
      "bootstrap",
      "patch",
      "ship",
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    }
    expect(stdout).toContain("smart360 offline -- cdktf diff service-billing");
  });

  it.each([
    [["pu"], "error: unknown command 'pu'\n(Did you mean up?)\n(smart360 --help lists the commands)\n"],
    [
      ["up", "--paralel", "3"],
      "error: unknown option '--paralel'\n(Did you mean --parallel?)\n(smart360 up --help tells how it is used)\n",
    ],
    [
      ["up", "--parallel", "0"],
      `error: option '--parallel <n>' argument '0' is invalid. "0" is no whole number from 1 to 32.\n(smart360 up --help tells how it is used)\n`,
    ],
    [
      ["up", "--provider", "fake"],
      "error: option '--provider <which>' argument 'fake' is invalid. Allowed choices are offline, real.\n(smart360 up --help tells how it is used)\n",
    ],
    [["add"], "error: missing required argument 'name'\n(smart360 add --help tells how it is used)\n"],
    [
      ["secrets", "statu"],
      "error: unknown command 'statu'\n(Did you mean status?)\n(smart360 secrets --help tells how it is used)\n",
    ],
    [["up", "-e", "nowhere"], "There is no environments/nowhere.json. Known: production.\n"],
    [["review", "-e", "prodution"], 'There is no environments/prodution.json. Did you mean "production"?\n'],
  ])("%j", async (args, expected) => {
    const { code, stderr } = await project.smart360(args);
    expect([code, stderr]).toEqual([2, expected]);
  });
});

describe("a refusal", () => {
  /** What a program gets where it asked for JSON. */
  const told = (stdout: string) => JSON.parse(stdout) as unknown;

  it.each([
    ["of the command", ["explain", "biling"], 'There is no service "biling". Did you mean "billing"?', 2],
    [
      "of the command line",
      ["capacity", "--scenari", "steady"],
      "unknown option '--scenari'\n(Did you mean --scenario?)",
      2,
    ],
    [
      "where 2 means changes",
      ["plan", "-e", "nowhere"],
      "There is no environments/nowhere.json. Known: production.",
      1,
    ],
    [
      "the same, of the command line",
      ["impact", "--sinc", "HEAD"],
      "unknown option '--sinc'\n(Did you mean --since?)",
      1,
    ],
  ])("%s is told to a program too", async (_, args, message, exitCode) => {
    const [plain, json] = [await project.smart360(args), await project.smart360([...args, "--json"])];
    expect([plain.code, plain.stdout]).toEqual([exitCode, ""]);
    expect(json).toEqual({ code: exitCode, stdout: json.stdout, stderr: plain.stderr });
    expect(plain.stderr).toContain(message);
    expect(told(json.stdout)).toEqual({ error: { message, exitCode } });
  });

  it("of a command without --json, and of a program run offline, is text only", async () => {
    expect(await project.smart360(["draw", "--json"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown option '--json'\n(smart360 draw --help tells how it is used)\n",
    });
    const { code, stdout } = await project.smart360(["offline", "--", "no-such-program", "--json"]);
    expect([code, stdout]).toEqual([2, ""]);
  });
});

describe("tools", () => {
  it.each([
    [
      "no terraform",
      { python3: python },
      "terraform was not found on the PATH. Install terraform 1.11.0 or newer: https://developer.hashicorp.com/terraform/install.\n",
    ],
    [
      "an old terraform",
      { terraform: `echo '{"terraform_version": "1.10.5"}'`, python3: python },
      "terraform 1.10.5 is too old. Install terraform 1.11.0 or newer.\n",
    ],
    [
      "no terraform but something of that name",
      { terraform: "echo hello", python3: python },
      "terraform did not tell its version; it printed: hello\n",
    ],
    [
      "no python3",
      { terraform },
      "python3 was not found on the PATH. Install python3 3.10 or newer: the local AWS is a Python program.\n",
    ],
    [
      "an old python3",
      { terraform, python3: "echo Python 3.9.18" },
      "python3 3.9.18 is too old. Install python3 3.10 or newer.\n",
    ],
  ])("%s", async (_, programs, expected) => {
    const { code, stderr } = await project.smart360(["up"], { PATH: pathWith(programs) });
    expect([code, stderr]).toEqual([2, expected]);
    expect(readRecord(project.root)).toBeUndefined();
  });

  it("check tells everything at once", async () => {
    const { code, stdout } = await project.smart360(["check"], { PATH: pathWith({ python3: python }) });
    expect([code, stdout]).toEqual([
      2,
      "terraform was not found on the PATH. Install terraform 1.11.0 or newer: https://developer.hashicorp.com/terraform/install.\n" +
        "python3: 3.11.7\nenvironment production: valid, 9 services\n",
    ]);
  });
});

describe("the embedded default that cannot start", () => {
  it("a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await project.smart360(["up"], { SMART360_LOCAL_PORT: String(port) });
    await new Promise((closed) => server.close(closed));
    expect([code, stderr]).toEqual([
      2,
      `Port ${port} of 127.0.0.1, asked for by SMART360_LOCAL_PORT, is taken by another program. ` +
        "Choose another, or unset SMART360_LOCAL_PORT: a free port is then found.\n",
    ]);
  });

  it.each([
    [{ SMART360_LOCAL_PORT: "http" }, 'SMART360_LOCAL_PORT is "http"; it must be a port from 1 to 65535.\n'],
    [{ SMART360_LOCAL_PORT: "70000" }, 'SMART360_LOCAL_PORT is "70000"; it must be a port from 1 to 65535.\n'],
    [
      { AWS_ENDPOINT_URL: "https://s3.us-east-1.amazonaws.com" },
      "AWS_ENDPOINT_URL is https://s3.us-east-1.amazonaws.com, which is AWS itself. Unset it for the embedded default, or name a local endpoint.\n",
    ],
    [
      { AWS_ENDPOINT_URL: "localhost:4566" },
      'AWS_ENDPOINT_URL is "localhost:4566"; it must be an http or https URL such as http://127.0.0.1:4566.\n',
    ],
  ])("%j", async (variables, expected) => {
    const { code, stderr } = await project.smart360(["up"], variables);
    expect([code, stderr]).toEqual([2, expected]);
  });

  it("a folder that cannot be written", async () => {
    rmSync(join(project.root, ".gen"), { recursive: true, force: true });
    writeFileSync(join(project.root, ".gen"), "a file where a folder should be");
    const { code, stderr } = await project.smart360(["up"]);
    expect([code, stderr]).toEqual([
      2,
      `${join(project.root, ".gen", "local")} cannot be written. The embedded default keeps its state there: make it writable.\n`,
    ]);
  });
});

describe("a manifest that is wrong", () => {
  it("is told with its place, by `up` and by `check`, and nothing starts", async () => {
    const path = join(project.root, "services.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"priority": 10', '"priority": 0'));
    const up = await project.smart360(["up"]);
    expect(up.code).toBe(2);
    expect(up.stderr).toMatch(/^services\.json:\d+:\d+ {2}services\[0\] "identity" > priority: got 0, /);
    expect(readRecord(project.root)).toBeUndefined();

    const check = await project.smart360(["check", "--json"]);
    const { ok, results } = JSON.parse(check.stdout) as {
      ok: boolean;
      results: { what: string; problems: object[] }[];
    };
    expect([check.code, ok]).toEqual([2, false]);
    expect(results.find(({ what }) => what === "environment production")?.problems).toMatchObject([
      { file: "services.json", where: 'services[0] "identity" > priority' },
    ]);
  });
});

describe("schema", () => {
  const file = "services.schema.json";

  it("writes the files, then finds them up to date, then notices an edit", async () => {
    rmSync(join(project.root, file), { force: true });
    expect((await project.smart360(["schema"])).stdout).toContain(
      `${file} is not up to date: run \`smart360 schema --write\`\n`,
    );
    expect(await project.smart360(["schema", "--write"])).toMatchObject({ code: 0 });
    expect(await project.smart360(["schema", "--check"])).toMatchObject({
      code: 0,
      stdout: "The schema files are up to date.\n",
    });
    writeFileSync(join(project.root, file), "{}");
    expect(await project.smart360(["schema", "--check"])).toMatchObject({ code: 1 });
  });

  it("of this repository is up to date", async () => {
    for (const each of readdirSync(projectRoot).filter((name) => name.endsWith(".schema.json")))
      copyFileSync(join(projectRoot, each), join(project.root, each));
    expect(await project.smart360(["schema", "--check"])).toMatchObject({ code: 0 });
  });
});

describe("offline", () => {
  it("runs a command on the embedded default, with its own exit code, and synthesizes when that is missing", async () => {
    const script = 'echo "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $ENVIRONMENT $SMART360_OFFLINE"; exit 7';
    const first = await project.smart360(["offline", "--", "sh", "-c", script]);
    expect([first.code, first.stdout]).toEqual([7, "http://aws.test 111122223333 production 1\n"]);
    expect(existsSync(join(project.root, "cdktf.out", "manifest.json"))).toBe(true);

    const plan = "cd cdktf.out/stacks/only && terraform init -no-color && terraform plan -no-color";
    const planned = await project.smart360(["offline", "--", "sh", "-c", plan]);
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");

    const status = JSON.parse((await project.smart360(["status", "--json"])).stdout) as { running: boolean };
    expect(status.running).toBe(true);
  });

  it("makes `smart360` itself work offline inside it", async () => {
    const own = [process.execPath, join(projectRoot, "ops", "smart360.mjs"), "plan"];
    const { code, stdout } = await project.smart360(["offline", "--", ...own]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/\nPlanned on the embedded default: nothing reached AWS\.\n$/);
  });

  it("finds the CDKTF CLI, and passes options on", async () => {
    const { code, stdout } = await project.smart360(["offline", "cdktf", "--version"]);
    expect([code, stdout]).toEqual([0, "0.21.0\n"]);
  });

  it("says so when there is no such command", async () => {
    const { code, stderr } = await project.smart360(["offline", "--", "no-such-program"]);
    expect([code, stderr]).toEqual([
      2,
      "no-such-program was not found, or cannot be run. Give a program of the PATH after `--`.\n",
    ]);
  });

  it("leaves `terraform providers lock` out for the CDKTF CLI, and nothing else", async () => {
    const script = '"$TERRAFORM_BINARY_NAME" providers lock -platform=linux_amd64 && "$TERRAFORM_BINARY_NAME" version';
    const { code, stdout } = await project.smart360(["offline", "--", "sh", "-c", script]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Terraform v1\./);
  });
});
