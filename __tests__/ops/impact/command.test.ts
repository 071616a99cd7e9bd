/** `smart360 impact` as it is run, with the real terraform: on the platform itself, and on an app whose code changes. */
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { identify } from "../../../local/daemon/process";
import type { ManifestInput } from "../../../core/manifest/schema";
import type { Impact } from "../../../ops/impact/impact";
import { fixtureProject, platformProject, type FixtureProject, type Project } from "../../support/fixture-project";
import { GitRepository } from "../../support/git-repository";
import { inJson } from "../../support/scratch-platform";
import { eventually } from "../../support/eventually";
import { sampleServices } from "../../support/sample";

const ignored = { ".gitignore": ".gen/\ncdktf.out/\n" };
const nothingReached = /\nPlanned offline in \d+\.\d s: nothing reached AWS\.\n$/;

describe("on the platform", () => {
  let project: Project;
  let commit: string;

  beforeAll(() => {
    project = platformProject();
    commit = GitRepository.create(project.root).commit(ignored);
  });

  afterAll(() => project.remove());

  const manifest = () => join(project.root, "services.json");
  const edit = (change: (file: ManifestInput) => void) => {
    const sample = readFileSync(sampleServices, "utf8");
    writeFileSync(manifest(), inJson<ManifestInput>(sample, change));
  };
  const indexOf = (file: ManifestInput, name: string) => file.services.findIndex((service) => service.name === name);

  it("tells an edit in a developer's words, and is done sooner the next time", async () => {
    edit((file) => Object.assign(file.services[indexOf(file, "billing")] ?? {}, { memory: 1792 }));
    const first = await project.smart360(["impact"]);
    expect([first.code, first.stderr]).toEqual([2, ""]);
    const [applying, ...rest] = first.stdout.split("\n");
    expect(applying).toBe("Applying the old version offline, once: it is kept for the next time.");
    const told = rest.join("\n");
    const short = commit.slice(0, 7);
    expect(told).toContain(`production, compared with the last commit (${short}): services.json changed.\n`);
    expect(told).toContain(
      "billing: memory 1536 -> 1792 MiB; new task definition revision; 2 tasks are\nreplaced one at a time\n",
    );
    expect(told).toContain("\nservice-billing  1 updated, 1 replaced\n");
    expect(told).toMatch(nothingReached);

    const second = await project.smart360(["impact"]);
    expect(second.stdout.replace(nothingReached, "")).toBe(told.replace(nothingReached, ""));
    // Neither what `up` keeps, nor what is synthesized for it.
    expect(readdirSync(join(project.root, ".gen", "impact")).filter((name) => name !== "states")).toEqual([]);
    expect(existsSync(join(project.root, ".gen", "local"))).toBe(false);
    expect(readdirSync(join(project.root, "cdktf.out"))).toEqual([]);
  });

  it("is a document with --json, and its exit code says whether data is at risk", async () => {
    edit((file) => Object.assign(file.services[indexOf(file, "billing")] ?? {}, { retired: true }));
    const { code, stdout } = await project.smart360(["impact", "--json"]);
    const impact = JSON.parse(stdout) as Impact & { exitCode: number };
    expect([code, impact.exitCode, impact.environment, impact.files]).toEqual([3, 3, "production", ["services.json"]]);
    expect(impact.review.red.map(({ place }) => place.label)).toEqual(["log group /smart360/production/billing"]);
  });

  it("is nothing for white space, and for another environment's file", async () => {
    writeFileSync(manifest(), readFileSync(sampleServices, "utf8").replaceAll("\n", "\n\n"));
    const staging = join(project.root, "environments", "staging.json");
    const text = readFileSync(staging, "utf8");
    writeFileSync(staging, text.replace(/"instances": \d+/, '"instances": 3'));
    const { code, stdout, stderr } = await project.smart360(["impact"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "environments/staging.json and services.json changed. Nothing changes in production.",
    );
    writeFileSync(staging, text);
  });

  it("refuses an entry that is gone, and one that has another name", async () => {
    edit((file) => void file.services.splice(indexOf(file, "billing"), 1));
    const gone = await project.smart360(["impact"]);
    expect([gone.code, gone.stdout, gone.stderr]).toEqual([
      1,
      "",
      'services.json:40:5  services: "billing" is gone. Its stack service-billing would be orphaned: nothing would ever destroy it, ' +
        "while registry would destroy its images and secrets. Put the entry back and retire it: `smart360 remove billing`.\n",
    ]);

    edit((file) => Object.assign(file.services[indexOf(file, "billing")] ?? {}, { name: "bills" }));
    const renamed = await project.smart360(["impact"]);
    expect([renamed.code, renamed.stderr]).toEqual([
      1,
      'services.json:53:15  services[3] "bills" > name: this is "billing" with another name (it has "/api/billing/*"), and a name ' +
        "is for life: service-billing would be orphaned, its images and secrets destroyed, and service-bills created without an image. " +
        'Name it "billing" again. To have "bills" instead: add it beside, release it, then `smart360 remove billing`.\n',
    ]);
  });

  it("says what is wrong with a manifest that is invalid", async () => {
    edit((file) => Object.assign(file.services[indexOf(file, "billing")] ?? {}, { memory: 1 }));
    const { code, stderr } = await project.smart360(["impact"]);
    expect([code, stderr]).toEqual([
      1,
      'The app could not be synthesized:\nservices.json:61:17  services[3] "billing" > memory: got 1, must be 64 to 65536.\n',
    ]);
  });

  it("refuses files that are not UTF-8", async () => {
    writeFileSync(manifest(), readFileSync(sampleServices, "utf8").replace("billing", "Zähler"), "latin1");
    const { code, stderr } = await project.smart360(["impact"]);
    expect([code, stderr]).toEqual([1, "services.json is not UTF-8 text. Save it as UTF-8.\n"]);
  });

  it("refuses a commit that is none", async () => {
    const { code, stderr } = await project.smart360(["impact", "--since", "nowhere"]);
    expect([code, stderr]).toEqual([
      1,
      'git knows no commit "nowhere". Name a branch, a tag or a commit, or fetch it first.\n',
    ]);
  });
});

describe("on an app of another shape", () => {
  let project: FixtureProject;
  let repository: GitRepository;

  const stack = (input: string, output = "x") => ({
    document: { resource: { terraform_data: { a: { input } } }, output: { name: { value: output } } },
  });
  const reader = (more: object = {}) => {
    const config = { bucket: "b", key: "production/base.tfstate", region: "us-east-1" };
    return {
      dependencies: ["base"],
      document: {
        data: { terraform_remote_state: { base: { backend: "s3", config } } },
        resource: { terraform_data: { b: { input: "${data.terraform_remote_state.base.outputs.name}" } } },
        ...more,
      },
    };
  };

  beforeEach(() => {
    project = fixtureProject();
    repository = GitRepository.create(project.root);
  });

  afterEach(() => project.remove());

  async function impact(...args: string[]): Promise<{ code: number | null; stacks: string[]; impact: Impact }> {
    const { code, stdout, stderr } = await project.smart360(["impact", "--json", ...args]);
    if (stdout === "") throw new Error(stderr);
    const found = JSON.parse(stdout) as Impact;
    const stacks = found.review.stacks.map(({ stack: name, counts }) => {
      return `${name} +${counts.create} ~${counts.update} -/+${counts.replace} -${counts.destroy}`;
    });
    return { code, stacks, impact: found };
  }

  it("synthesizes the old code; a stack that reads what changes is planned, one that does not is not", async () => {
    project.stacks({ base: stack("1"), reads: reader(), apart: { ...stack("1"), dependencies: ["base"] } });
    repository.commit(ignored);
    expect((await impact()).stacks).toEqual([]);

    project.stacks({ base: stack("1", "y"), reads: reader(), apart: { ...stack("1"), dependencies: ["base"] } });
    const changed = await impact();
    expect([changed.code, changed.impact.files, changed.stacks]).toEqual([
      2,
      ["stacks.json"],
      ["base +0 ~0 -/+0 -0", "reads +0 ~1 -/+0 -0"],
    ]);

    // The old version's code, too: it is the app that gives every stack its output.
    const app = join(project.root, "app.mjs");
    writeFileSync(app, readFileSync(app, "utf8").replace("...document }", "...document, locals: { version: 2 } }"));
    project.stacks({ base: stack("1"), reads: reader(), apart: stack("2") });
    expect((await impact()).stacks).toEqual(["apart +0 ~1 -/+0 -0"]);
  });

  it("plans a new stack on what is not applied yet, and tells one that is gone", async () => {
    project.stacks({ base: stack("1"), old: stack("1") });
    repository.commit(ignored);
    project.stacks({ base: stack("2", "y"), reads: reader() });
    const { code, stacks, impact: found } = await impact();
    expect([code, stacks, found.orphaned]).toEqual([
      2,
      ["base +0 ~1 -/+0 -0", "reads +1 ~0 -/+0 -0"],
      [{ stack: "old", resources: 1 }],
    ]);
    const { stdout } = await project.smart360(["impact"]);
    expect(stdout).toContain(`
Stack old is gone from the app: its 1 resource would stay, and no plan would
show them again. Destroy them first, while the stack is there.
`);
  });

  it("plans the destruction of what the configuration protects", async () => {
    const lifecycle = { prevent_destroy: true };
    project.stacks({ base: { document: { resource: { terraform_data: { a: { input: "1", lifecycle } } } } } });
    repository.commit(ignored);
    project.stacks({ base: { document: {} } });
    expect((await impact()).stacks).toEqual(["base +0 ~0 -/+0 -1"]);
  });

  it("tells what loses and gains prevent_destroy, which no plan does", async () => {
    const lifecycle = { prevent_destroy: true };
    const guardedIn = (...names: readonly string[]) => ({
      document: {
        resource: {
          terraform_data: Object.fromEntries(
            ["a", "b", "c", "d"].map((name) => [name, names.includes(name) ? { lifecycle } : {}]),
          ),
        },
      },
    });
    project.stacks({ base: guardedIn("a", "b", "c", "d"), other: guardedIn("a", "b"), third: guardedIn() });
    repository.commit(ignored);

    project.stacks({ base: guardedIn(), other: guardedIn("a"), third: guardedIn("b") });
    const told = await project.smart360(["impact"]);
    expect([told.code, told.stderr]).toEqual([3, ""]);
    expect(told.stdout).not.toContain("Nothing changes");
    expect(told.stdout).toContain(`
5 resources in 2 stacks lose prevent_destroy: Terraform no longer refuses to
destroy them (base 4, other 1).

third/terraform_data.b gains prevent_destroy: Terraform refuses to destroy it.
`);

    project.stacks({ base: guardedIn("a", "b", "c", "d"), other: guardedIn("a"), third: guardedIn() });
    const { code, stacks, impact: found } = await impact();
    expect([code, stacks, found.guards]).toEqual([
      3,
      [],
      { lost: [{ stack: "other", addresses: ["terraform_data.b"] }], gained: [] },
    ]);

    project.stacks({ base: guardedIn("a", "b", "c", "d"), other: guardedIn("a", "b", "c", "d"), third: guardedIn() });
    const gained = await project.smart360(["impact"]);
    expect([gained.code, gained.stdout.split("\n\n")[1]]).toEqual([
      2,
      "other/terraform_data.c and other/terraform_data.d gain prevent_destroy:\nTerraform refuses to destroy them.",
    ]);
  });

  it("shows what terraform says of a version it refuses", async () => {
    project.stacks({ base: stack("1") });
    repository.commit(ignored);
    project.stacks({ base: { document: { resource: { terraform_data: { a: { nonsense: 1 } } } } } });
    const { code, stderr } = await project.smart360(["impact"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Stack base could not be planned offline:\nError: Extraneous JSON object property\n/);
    expect(readdirSync(join(project.root, ".gen", "impact")).toSorted()).toEqual(["checkouts", "states"]);
  });

  it("ends on Ctrl-C and leaves nothing behind", async () => {
    const held = join(project.root, ".gen", "held");
    const command = `echo $$ > '${held}'; while [ -e '${held}' ]; do sleep 0.05; done`;
    const gate = { provisioner: [{ "local-exec": { command } }] };
    project.stacks({ base: { document: { resource: { terraform_data: { gate } } } } });
    repository.commit(ignored);
    project.stacks({ base: { document: {} } });
    const { child, ended } = await project.smart360Until("Applying the old version", ["impact", "--json"]);
    await eventually(() => existsSync(held) && readFileSync(held, "utf8").endsWith("\n"));
    const holder = Number(readFileSync(held, "utf8"));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect([code, stderr.split("\n").slice(1), identify(holder)]).toEqual([
      130,
      [
        "Interrupted: terraform writes its state and releases its locks. Once more kills it.",
        "Interrupted: the impact is not known.",
        "",
      ],
      undefined,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      error: { message: "Interrupted: the impact is not known.", exitCode: 130 },
    });
    expect(readdirSync(join(project.root, ".gen", "impact")).toSorted()).toEqual(["checkouts", "states"]);
    expect(readdirSync(join(project.root, ".gen", "impact", "states"))).toEqual([]);
  });

  it("removes what a killed one left a day ago", async () => {
    project.stacks({ base: stack("1") });
    repository.commit(ignored);
    project.stacks({ base: stack("2") });
    const kept = join(project.root, ".gen", "impact");
    const [old, young] = [join(kept, "run-old"), join(kept, "run-young")];
    for (const left of [old, young]) mkdirSync(left, { recursive: true });
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    utimesSync(old, twoDaysAgo, twoDaysAgo);
    expect((await impact()).code).toBe(2);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });

  it("says which version cannot be synthesized", async () => {
    project.stacks({ base: stack("1") });
    writeFileSync(join(project.root, "stacks.json"), "{");
    const short = repository.commit(ignored).slice(0, 7);
    project.stacks({ base: stack("1") });
    const { code, stderr } = await project.smart360(["impact"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `The version at the last commit (${short}) could not be synthesized, so nothing can be compared with it.\n` +
        "The app could not be synthesized:\n",
    );
  });

  it("takes everything for new where the old version had no such environment", async () => {
    project.stacks({ base: stack("1") });
    const environment = readFileSync(join(project.root, "environments", "production.json"), "utf8");
    repository.git("rm", "--quiet", "--cached", "--ignore-unmatch", "environments/production.json");
    repository.commit({ ...ignored, "environments/production.json": environment });
    repository.git("mv", "environments/production.json", "environments/other.json");
    repository.git("commit", "--quiet", "--message", "without");
    repository.write({ "environments/production.json": environment });
    repository.git("rm", "--quiet", "environments/other.json");
    expect((await impact()).stacks).toEqual(["base +1 ~0 -/+0 -0"]);
  });
});
