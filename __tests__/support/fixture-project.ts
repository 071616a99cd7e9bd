/** Projects of a suite's own for the command, in folders of their own. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAll } from "../../local/daemon/client";
import { projectRoot } from "./local-aws";
import { copySample } from "./sample";
import { onTerminal, type Answers } from "./terminal";

export interface FixtureStack {
  readonly dependencies?: readonly string[];
  /** Top-level blocks beside the backend. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly root: string;
  /** Runs `smart360` to its end. */
  smart360(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Finished>;
  /** Runs `smart360` at a terminal, where everything goes to stdout. */
  smart360OnTerminal(
    args: readonly string[],
    answers: Answers,
    variables?: Readonly<Record<string, string>>,
  ): Promise<Finished>;
  /** Starts `smart360`; resolves as soon as it printed `line`. */
  smart360Until(
    line: string,
    args: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<{ child: ChildProcess; ended: Promise<Finished> }>;
  remove(): Promise<void>;
}

export interface FixtureProject extends Project {
  /** Replaces the app's stacks. */
  stacks(stacks: Readonly<Record<string, FixtureStack>>): void;
}

const app = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const stacks = JSON.parse(readFileSync("stacks.json", "utf8"));
const manifest = { version: "0.21.0", stacks: {} };
const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
for (const [name, { dependencies = [], document }] of Object.entries(stacks)) {
  const folder = outdir + "/stacks/" + name;
  mkdirSync(folder, { recursive: true });
  const s3 = {
    bucket: "smart360-production-tfstate-111122223333",
    dynamodb_table: "smart360-production-tfstate-lock",
    key: "production/" + name + ".tfstate",
    region: "us-east-1",
    use_lockfile: true,
  };
  writeFileSync(folder + "/cdk.tf.json", JSON.stringify({ terraform: { backend: { s3 } }, ...document }, null, 2));
  manifest.stacks[name] = { name, workingDirectory: "stacks/" + name, dependencies };
}
writeFileSync(outdir + "/manifest.json", JSON.stringify(manifest));
`;

const command = join(projectRoot, "ops", "smart360.mjs");

/**
 * A small project: the sample's manifest and environment, and an app whose stacks hold terraform_data only, so that no AWS
 * provider takes part.
 */
export function fixtureProject(): FixtureProject {
  const project = projectWith("node app.mjs", ["production"]);
  writeFileSync(join(project.root, "app.mjs"), app);
  return { ...project, stacks: (stacks) => writeFileSync(join(project.root, "stacks.json"), JSON.stringify(stacks)) };
}

/** The platform itself: the real app, on the sample's manifest and environments. */
export function platformProject(): Project {
  return projectWith(`node ${join(projectRoot, "ops", "load.mjs")} main.ts`, ["production", "staging"]);
}

function projectWith(app: string, environments: readonly string[]): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "smart360-project-")));
  writeFileSync(join(root, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
  mkdirSync(join(root, "cdktf.out"));
  copySample(root, environments);

  const variables = (more: Readonly<Record<string, string>> = {}) => {
    const settings = ["ENVIRONMENT", "AWS_ENDPOINT_URL", "SMART360_LOCAL_PORT", "DEBUG"];
    // What keeps the tests' own output short, the command has to do by itself.
    const own = new Set([...settings, "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"]);
    const outer = Object.entries(process.env).filter(([name]) => !own.has(name));
    return { ...Object.fromEntries(outer), SMART360_PROJECT: root, ...more };
  };
  return {
    root,
    smart360: (args, more) =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          [command, ...args],
          { cwd: root, env: variables(more), maxBuffer: 2 ** 26 },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
            resolve({ code, stdout, stderr });
          },
        );
      }),
    async smart360OnTerminal(args, answers, more) {
      const options = { cwd: root, env: variables(more) };
      const { code, shown } = await onTerminal(process.execPath, [command, ...args], answers, options);
      return { code, stdout: shown, stderr: "" };
    },
    smart360Until(line, args, more) {
      const child = spawn(process.execPath, [command, ...args], { cwd: root, env: variables(more), stdio: "pipe" });
      let stdout = "";
      let stderr = "";
      const ended = new Promise<Finished>((resolve) =>
        child.once("close", (code) => resolve({ code, stdout, stderr })),
      );
      return new Promise((resolve, reject) => {
        const look = () => {
          if (stdout.includes(line) || stderr.includes(line)) resolve({ child, ended });
        };
        child.stdout.on("data", (chunk: Buffer) => {
          stdout += chunk.toString();
          look();
        });
        child.stderr.on("data", (chunk: Buffer) => {
          stderr += chunk.toString();
          look();
        });
        void ended.then(({ stdout: out, stderr: err }) => reject(new Error(`${out}${err}`)));
      });
    },
    async remove() {
      await stopAll(root);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
