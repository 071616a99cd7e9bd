/** The scanner as it is: one real run of checkov, on a small project with one finding of each kind. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureCheckov, runCheckov } from "../../ops/scan/checkov";
import { fixtureProject, type Finished, type FixtureProject } from "../support/fixture-project";
import { exception } from "../support/scan";

/** Writes one stack where it is told to, as CDKTF does. */
const app = `
import { mkdirSync, writeFileSync } from "node:fs";
const out = process.env.CDKTF_OUTDIR;
const at = (path) => ({ "//": { metadata: { path } } });
const policy = (action) =>
  '\${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Sid" = "Any", "Effect" = "Allow", "Action" = ["' + action + '"], "Resource" = ["*"]}]})}';
const stack = {
  terraform: { required_version: ">= 1.11" },
  resource: {
    aws_cloudwatch_log_group: { Log_1: { ...at("data/Log/Resource"), name: "log" } },
    aws_iam_role_policy: { Policy_2: { ...at("data/Role/Policy"), name: "a", role: "r", policy: policy("s3:PutObject") } },
  },
};
mkdirSync(out + "/stacks/data", { recursive: true });
writeFileSync(out + "/stacks/data/cdk.tf.json", JSON.stringify(stack, null, 2));
writeFileSync(out + "/manifest.json", JSON.stringify({ stacks: { data: { workingDirectory: "stacks/data" } } }));
`;

let project: FixtureProject;
let python: string;

beforeAll(async () => {
  python = await ensureCheckov(() => {});
  project = fixtureProject();
  writeFileSync(join(project.root, "app.mjs"), app);
});

afterAll(() => project.remove());

const except = (...entries: readonly object[]) =>
  writeFileSync(join(project.root, "scan-exceptions.json"), JSON.stringify({ exceptions: entries }));

const later = { reviewBy: "9999-12-31" };

describe("smart360 scan", () => {
  let json: Finished;
  let result: {
    readonly ok: boolean;
    readonly failed: readonly { readonly check: string; readonly path: string }[];
    readonly excepted: readonly { readonly check: string; readonly path: string }[];
    readonly issues: readonly { readonly where: string }[];
  };

  beforeAll(async () => {
    except(
      exception({ ...later, check: "CKV_AWS_158", resources: ["data/Log/Resource"] }),
      exception({ ...later, check: "CKV_AWS_158", resources: ["data/Gone/Resource"] }),
    );
    json = await project.smart360(["scan", "-e", "production", "--json", "--junit", "reports/junit.xml"]);
    result = JSON.parse(json.stdout) as typeof result;
  });

  it("fails with what checkov finds and nothing accepts, at its place in the construct tree", () => {
    expect(json.code).toBe(1);
    expect(result.ok).toBe(false);
    expect(result.failed).toContainEqual(
      expect.objectContaining({ environment: "production", check: "CKV_AWS_338", path: "data/Log/Resource" }),
    );
  });

  it("sees into jsonencode expressions", () => {
    expect(result.failed).toContainEqual(
      expect.objectContaining({
        check: "CKV_AWS_356",
        path: "data/Role/Policy",
        address: "aws_iam_role_policy.Policy_2",
      }),
    );
  });

  it("accepts what has an exception, and fails for an exception that accepts nothing", () => {
    expect(result.excepted.map(({ check, path }) => [check, path])).toEqual([["CKV_AWS_158", "data/Log/Resource"]]);
    expect(result.issues.map(({ where }) => where)).toEqual(["exceptions[1] > resources[0]"]);
  });

  it("writes the reports for Jenkins, by default or where it is told to", () => {
    const sarif = JSON.parse(readFileSync(join(project.root, ".gen", "reports", "scan.sarif"), "utf8")) as {
      runs: [{ results: object[] }];
    };
    expect(sarif.runs[0].results).toHaveLength(result.failed.length + result.excepted.length + result.issues.length);
    const junit = readFileSync(join(project.root, "reports", "junit.xml"), "utf8");
    expect(junit.match(/<failure /g)).toHaveLength(result.failed.length + result.issues.length);
    expect(existsSync(join(project.root, ".gen", "reports", "scan.junit.xml"))).toBe(false);
  });

  it("leaves cdktf.out alone", () => {
    expect(existsSync(join(project.root, "cdktf.out", "manifest.json"))).toBe(false);
  });
});

describe("smart360 scan refuses", () => {
  const scan = async () => {
    const { code, stderr } = await project.smart360(["scan", "-e", "production"]);
    return { code, stderr };
  };

  it("a missing exceptions file", async () => {
    rmSync(join(project.root, "scan-exceptions.json"), { force: true });
    expect(await scan()).toEqual({
      code: 2,
      stderr: "scan-exceptions.json was not found: it lists the accepted findings of the scanner.\n",
    });
  });

  it("an exceptions file that is a folder, or not UTF-8", async () => {
    const file = join(project.root, "scan-exceptions.json");
    rmSync(file, { force: true });
    mkdirSync(file);
    expect(await scan()).toEqual({
      code: 2,
      stderr: "scan-exceptions.json cannot be read: it is a folder (EISDIR).\n",
    });
    rmSync(file, { recursive: true });
    writeFileSync(file, '{"exceptions": [], "reason": "Zähler"}', "latin1");
    expect(await scan()).toEqual({
      code: 2,
      stderr: "scan-exceptions.json is not UTF-8 text. Save it as UTF-8.\n",
    });
  });

  it("an exceptions file with mistakes, before anything is scanned", async () => {
    except({ ...exception(), check: "18" });
    expect(await scan()).toEqual({
      code: 2,
      stderr:
        'scan-exceptions.json:1:25  exceptions[0] > check: got "18", must be the id of a check such as CKV_AWS_18.\n',
    });
  });
});

describe("runCheckov", () => {
  /** A program in place of Python. */
  const program = (script: string) => {
    const path = join(project.root, "python");
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };

  it("tells what a checkov that fails said last", async () => {
    const failing = program("echo 'Traceback' >&2; echo 'ImportError: no checkov' >&2; exit 3");
    await expect(runCheckov(failing, project.root)).rejects.toThrow(
      /^checkov failed, so nothing is known about the stacks\. It said:\nTraceback\nImportError: no checkov$/,
    );
  });

  it("refuses checkov the network", async () => {
    // In place of checkov: a program that connects, to this machine so that nothing could be reached either way.
    const fake = join(project.root, "fake", "checkov");
    mkdirSync(fake, { recursive: true });
    const source = [
      "import socket",
      "class Checkov:",
      "    def __init__(self, argv): pass",
      "    def run(self): socket.create_connection(('127.0.0.1', 9))",
    ];
    writeFileSync(join(fake, "__init__.py"), "");
    writeFileSync(join(fake, "main.py"), source.join("\n"));
    const faking = program(`PYTHONPATH=${join(project.root, "fake")} exec ${python} "$@"`);
    await expect(runCheckov(faking, project.root)).rejects.toThrow(
      "PermissionError: checkov is run without a network, and tried socket.getaddrinfo",
    );
  });
});
