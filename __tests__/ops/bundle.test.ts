import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A project of its own: the loader is copied, because it bundles what lies around it. */
let project: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "loader-"));
  for (const file of readdirSync("ops").filter((name) => name.endsWith(".mjs")))
    cpSync(join("ops", file), join(project, "ops", file));
  symlinkSync(join(process.cwd(), "node_modules"), join(project, "node_modules"));
  write("tsconfig.json", "{}");
  write("greeting.ts", 'export const greeting: string = "hello";');
  write(
    "main.ts",
    `import { greeting } from "./greeting";
     export function main(argv: string[]): number { console.log(greeting, ...argv); return 3; }`,
  );
});

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(project, { recursive: true });
});

/** Writes a source as if it had been edited long before: the loader distrusts what changes while it bundles. */
function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, new Date(0), new Date(edits++ * 1_000));
}
let edits = 0;

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function load(...argv: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ["ops/load.mjs", ...argv], { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      running.delete(child);
      resolve({ exitCode, stdout, stderr });
    });
  });
}

const bundles = () => readdirSync(join(project, ".gen", "bundles"));
const mainBundle = () => join(project, ".gen", "bundles", "main.ts.mjs");

describe("node ops/load.mjs", () => {
  it("runs main with the arguments and exits with what it returns", async () => {
    expect(await load("main.ts", "a", "b c")).toEqual({ exitCode: 3, stdout: "hello a b c\n", stderr: "" });
  });

  it("says how it is used when no entry is named", async () => {
    expect(await load()).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "usage: node ops/load.mjs <entry.ts> [arguments]\n",
    });
  });

  it("runs the bundle of the last time as long as nothing changed", async () => {
    await load("main.ts");
    writeFileSync(mainBundle(), readFileSync(mainBundle(), "utf8").replace('"hello"', '"from the bundle"'));
    expect(await load("main.ts")).toMatchObject({ stdout: "from the bundle\n" });
  });

  it.each<[string, string, string]>([
    ["a source", "greeting.ts", 'export const greeting = "edited";'],
    ["the entry", "main.ts", 'export const main = () => { console.log("edited"); return 0; };'],
  ])("bundles again after an edit of %s", async (_what, path, text) => {
    await load("main.ts");
    write(path, text);
    expect(await load("main.ts")).toMatchObject({ stdout: "edited\n" });
  });

  it.each<[string, () => void]>([
    ["tsconfig.json changes", () => write("tsconfig.json", '{ "compilerOptions": {} }')],
    ["the bundler changes", () => write("ops/bundle-plugins.mjs", readFileSync("ops/bundle-plugins.mjs", "utf8"))],
    ["the bundle is gone", () => rmSync(mainBundle())],
    ["the bundle is torn", () => writeFileSync(mainBundle(), readFileSync(mainBundle(), "utf8").slice(0, 40))],
    [
      "the bundle was made by another Node",
      () => writeFileSync(mainBundle(), readFileSync(mainBundle(), "utf8").replace(process.version, "v0.0.0")),
    ],
    [
      "other dependencies are installed",
      () => {
        const installed = join(process.cwd(), "node_modules");
        rmSync(join(project, "node_modules"));
        mkdirSync(join(project, "node_modules"));
        for (const name of ["esbuild", "@esbuild"])
          symlinkSync(join(installed, name), join(project, "node_modules", name));
        write("node_modules/.package-lock.json", "{}");
      },
    ],
  ])("bundles again when %s", async (_what, change) => {
    await load("main.ts");
    const marker = "// a bundle of before\n";
    writeFileSync(mainBundle(), readFileSync(mainBundle(), "utf8") + marker);
    change();
    expect(await load("main.ts")).toEqual({ exitCode: 3, stdout: "hello\n", stderr: "" });
    expect(readFileSync(mainBundle(), "utf8")).not.toContain(marker);
  });

  it("trusts no bundle whose source was written while it was made", async () => {
    write("greeting.ts", 'export const greeting = "first";');
    utimesSync(join(project, "greeting.ts"), new Date(), new Date(Date.now() + 3_600_000));
    await load("main.ts");
    expect(readFileSync(mainBundle(), "utf8").split("\n", 1)[0]).toContain('["greeting.ts","changed meanwhile"]');
  });

  it("shows a syntax error with file, line and column, and no stack trace", async () => {
    write("greeting.ts", "export const greeting = ;\n");
    expect(await load("main.ts")).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: [
        '✘ [ERROR] Unexpected ";"',
        "",
        "    greeting.ts:1:24:",
        "      1 │ export const greeting = ;",
        "        ╵                         ^",
        "",
      ].join("\n"),
    });
  });

  it("says which entry is missing", async () => {
    expect(await load("missing.ts")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `missing.ts was not found in ${project}.\n`,
    });
  });

  it("says that the dependencies are not installed", async () => {
    rmSync(join(project, "node_modules"));
    expect(await load("main.ts")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "The dependencies are not installed. Run `npm ci`.\n",
    });
  });

  it("names what cannot be written", async () => {
    write(".gen", "a file where the folder should be");
    expect(await load("main.ts")).toEqual({
      exitCode: 2,
      stdout: "",
      stderr:
        ".gen/bundles/main.ts.mjs cannot be written (ENOTDIR). The bundled program is kept there: make it writable, and see that the disk is not full.\n",
    });
  });

  it("shows a defect's stack in places of the sources", async () => {
    write(
      "greeting.ts",
      "interface Long { a: 1 }\nexport const greeting = () => {\n  throw new TypeError('defect');\n};",
    );
    write("main.ts", 'import { greeting } from "./greeting";\nexport const main = () => greeting();');
    const { exitCode, stderr } = await load("main.ts");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("TypeError: defect\n    at greeting (greeting.ts:3:9)\n    at main (main.ts:2:27)\n");
  });

  it("shows a defect after main has returned in the same way", async () => {
    write("main.ts", "export function main() {\n  setImmediate(() => { throw new Error('late'); });\n  return 0;\n}");
    const { exitCode, stderr } = await load("main.ts");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error: late\n {4}at Immediate\.\S* \(main\.ts:2:30\)\n/);
  });

  it("lets any number of processes bundle and run at once, and leaves one file", async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, index) => load("main.ts", `${index}`)));
    expect(outcomes).toEqual(outcomes.map((_, index) => ({ exitCode: 3, stdout: `hello ${index}\n`, stderr: "" })));
    expect(bundles()).toEqual(["main.ts.mjs"]);
  });

  it("removes bundles of entries that are gone, and what a killed process left", async () => {
    write("ops/other.ts", "export const main = () => 0;");
    await load("ops/other.ts");
    expect(bundles()).toEqual(["ops+other.ts.mjs"]);
    rmSync(join(project, "ops", "other.ts"));
    write(".gen/bundles/main.ts.mjs.99999.tmp", "half a bundle");
    await load("main.ts");
    expect(bundles()).toEqual(["main.ts.mjs"]);
  });

  it("keeps CDKTF's assets working", async () => {
    write("asset/file.txt", "content");
    write(
      "main.ts",
      `import { App, AssetType, TerraformAsset, TerraformStack } from "cdktf";
       export function main() {
         const app = new App();
         const stack = new TerraformStack(app, "stack");
         new TerraformAsset(stack, "asset", { path: process.cwd() + "/asset", type: AssetType.ARCHIVE });
         app.synth();
         return 0;
       }`,
    );
    expect(await load("main.ts")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const [hash] = readdirSync(join(project, "cdktf.out/stacks/stack/assets/asset"));
    expect(readdirSync(join(project, "cdktf.out/stacks/stack/assets/asset", hash ?? ""))).toEqual(["archive.zip"]);
  });
});
