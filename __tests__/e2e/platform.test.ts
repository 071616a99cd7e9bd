/** The whole platform with the real terraform and cdktf on the embedded default, as a newcomer and operations use it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRecord } from "../../local/daemon/record";
import { localClients } from "../../ops/state/clients";
import { platformProject, type Project } from "../support/fixture-project";
import { Platform } from "../support/platform";

interface UpReport {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string; readonly resources: number }[];
}

const unchanged = "No changes. Your infrastructure matches the configuration.";

let project: Project;
let stacks: string[];
const stackFolder = (stack: string) => join(project.root, "cdktf.out", "stacks", stack);

beforeAll(() => {
  project = platformProject();
  stacks = Platform.synthesize().stacks.toSorted();
});

afterAll(() => project.remove());

async function up(
  environment = "production",
  ...options: string[]
): Promise<{ code: number | null; report: UpReport }> {
  const { code, stdout } = await project.smart360(["up", "--json", "-e", environment, ...options]);
  return { code, report: JSON.parse(stdout) as UpReport };
}

/** Runs a shell command on the embedded default. */
const offline = (command: string, environment = "production") =>
  project.smart360(["offline", "-e", environment, "--", "sh", "-c", command]);

/** Runs a command in the folder of every stack, several at once; the stacks in which it failed, with what they said. */
async function failing(command: string, environment?: string): Promise<string[]> {
  const all = `ls cdktf.out/stacks | xargs -P 2 -I STACK sh -c 'cd cdktf.out/stacks/STACK && { ${command}; } > said 2>&1 || { echo "== STACK"; cat said; }'`;
  const { stdout } = await offline(all, environment);
  return stdout.split("== ").filter((part) => /^[a-z]/.test(part));
}

describe("smart360 up", () => {
  it("applies every stack, and a second time changes nothing", async () => {
    const first = await up();
    expect(first.report.stacks.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
    expect(first.report.stacks.map(({ stack }) => stack).toSorted()).toEqual(stacks);
    expect(first.code).toBe(0);

    // Once as terraform says, once as `up` remembers.
    for (const options of [["--all"], []]) {
      const again = await up("production", ...options);
      expect(again.report.stacks.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
      expect(again.code).toBe(0);
    }
  });

  it("leaves one state a stack in the bucket", async () => {
    const clients = localClients(
      `http://127.0.0.1:${readRecord(project.root)?.proxyPort}`,
      "111122223333",
      "us-east-1",
    );
    const Bucket = "smart360-production-tfstate-111122223333";
    const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
    clients.destroy();
    expect(Contents?.map(({ Key }) => Key)).toEqual(stacks.map((stack) => `production/${stack}.tfstate`));
  });

  it("plans nothing more, in any stack", async () => {
    expect(await failing("terraform plan -detailed-exitcode -input=false -no-color -lock=false")).toEqual([]);
  });

  it("wrote what production gets, byte for byte", () => {
    const production = Platform.synthesize();
    for (const stack of stacks)
      expect(readFileSync(join(stackFolder(stack), "cdk.tf.json"), "utf8")).toBe(production.text(stack));
  });
});

describe("a stack", () => {
  it("is valid, as JSON", async () => {
    expect(await failing("terraform validate -no-color")).toEqual([]);
  });

  it("has no cycle", async () => {
    expect(await failing("terraform graph > graph.dot && rm graph.dot")).toEqual([]);
  });

  it("is diffed and deployed by cdktf, as typed", async () => {
    const diff = await offline("cdktf diff service-billing");
    expect(stripVTControlCharacters(diff.stdout)).toContain(unchanged);
    expect(diff.code).toBe(0);
    const deploy = await offline("cdktf deploy network --auto-approve");
    expect(stripVTControlCharacters(deploy.stdout)).toContain(unchanged);
    expect(deploy.code).toBe(0);
  });

  it("is valid as HCL too", async () => {
    const { code, stderr } = await offline("cdktf synth --hcl");
    expect([code, stderr]).toEqual([0, ""]);
    for (const stack of stacks) expect(readdirSync(stackFolder(stack))).not.toContain("cdk.tf.json");
    expect(await failing("terraform validate -no-color")).toEqual([]);
    expect((await offline("cdktf synth")).code).toBe(0);
    for (const stack of stacks) expect(readdirSync(stackFolder(stack))).not.toContain("cdk.tf");
  });
});

describe("another environment", () => {
  it("is applied beside the first, and changes nothing a second time", async () => {
    const first = await up("staging");
    expect(first.report.stacks.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
    expect(first.code).toBe(0);
    const second = await up("staging", "--all");
    expect(second.report.stacks.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);
  });

  it("can be destroyed, in the order of docs/runbook.md, once its protection is taken off", async () => {
    const order = destroyOrder();
    const protectedFirst = await offline(
      "cd cdktf.out/stacks/state && terraform destroy -auto-approve -no-color",
      "staging",
    );
    expect(protectedFirst.stderr + protectedFirst.stdout).toContain("lifecycle.prevent_destroy");
    expect(protectedFirst.code).toBe(1);

    const file = join(project.root, "environments", "staging.json");
    const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...settings, protectData: false }));
    expect((await up("staging", "--all")).code).toBe(0);
    const script = order
      .map(
        (stack) =>
          `(cd cdktf.out/stacks/${stack} && terraform destroy -auto-approve -no-color -input=false > said 2>&1 || { echo "== ${stack}"; cat said; exit 1; })`,
      )
      .join(" && ");
    const { code, stdout } = await offline(script, "staging");
    expect([code, stdout]).toEqual([0, ""]);
    expect(await failing('test -z "$(terraform state list 2>/dev/null)"', "staging")).toEqual([]);
  });
});

/** The stacks as the runbook lists them, `service-<name>` standing for all services. */
function destroyOrder(): string[] {
  const runbook = readFileSync("docs/runbook.md", "utf8");
  const section = runbook.slice(runbook.indexOf("## Destroy the platform"));
  const named = [...section.matchAll(/^\d+\. `([a-z<>-]+)`/gm)].map((match) => match[1] ?? "");
  return named.flatMap((name) =>
    name === "service-<name>" ? stacks.filter((stack) => stack.startsWith("service-")) : [name],
  );
}
