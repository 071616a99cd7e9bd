/**
 * A Jenkins with an agent for each stage that asks for one, which really runs the pipelines: their shell commands, and
 * every `smart360` in them.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAll } from "../../local/daemon/client";
import type { GitRepository } from "./git-repository";
import { groovy } from "./groovy";
import { projectRoot } from "./local-aws";
import type { Variables } from "./pipelines";
import { abortStep } from "./process-tree";

/** A step that was run. */
export interface Step {
  readonly stage: string;
  readonly name: string;
  /** Of `sh`, as all that follow: label of the agent that ran it. */
  readonly agent?: string;
  readonly script?: string;
  readonly code?: number;
  readonly output?: string;
  /** That were stashed or published, below the workspace. */
  readonly files?: readonly string[];
}

export interface Built {
  readonly result: "SUCCESS" | "FAILURE";
  /** Why it failed. */
  readonly message?: string;
  readonly steps: readonly Step[];
}

export interface Jenkins {
  /** Holds the workspaces: `agent-<stage>`. */
  readonly folder: string;
  /** Aborts the step that runs; returns the command lines of what got a signal. */
  abort(): Promise<readonly string[]>;
  /** Runs a Jenkinsfile of the project with these parameters; `shell` are variables of the agent. */
  build(file: string, params: Variables, shell?: Variables): Promise<Built>;
  remove(): Promise<void>;
}

/** Stand-ins for what a build needs beside `smart360`. */
const programs = {
  npm: `[ "$*" != "run build" ] || cp -R site dist`,
  docker: "exit 0",
  aws: `case "$*" in
  *describe-repositories*) echo repository ;;
  *describe-images*) echo ImageNotFoundException >&2; exit 254 ;;
esac`,
};

/** @param scm the repository with the pipeline's own project */
export function startJenkins(scm: GitRepository): Jenkins {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "smart360-jenkins-")));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const cookie = `durable-${randomUUID()}`;
  const agent = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    JENKINS_SERVER_COOKIE: cookie,
    JENKINS_NODE_COOKIE: cookie,
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  return {
    folder,
    abort: () => abortStep(cookie, 2_000),
    async build(file, params, shell = {}) {
      rmSync(join(folder, "stashes"), { recursive: true, force: true });
      const printed = await groovy("execute.groovy", {
        file: join(projectRoot, "jenkins", file),
        folder,
        scm: { url: scm.root, branch: "main" },
        shell: { ...agent, ...shell },
        variables: { params, env: { ...params }, scm: "scm", none: "none" },
      });
      return JSON.parse(printed) as Built;
    },
    async remove() {
      for (const stage of ["plan", "apply", "release"]) {
        const workspace = join(folder, `agent-${stage}`);
        if (existsSync(workspace)) await stopAll(workspace);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Puts what the pipelines need beside a project's own files into its repository. There `smart360` is this one, on the
 * workspace; `SKIP` names commands of it that are left out, `HASTE` makes it wait a hundredth as long.
 */
export function addPipelines(repository: GitRepository): void {
  cpSync(join(projectRoot, "jenkins"), join(repository.root, "jenkins"), { recursive: true });
  repository.write({
    ".gitignore": ".gen\ncdktf.out\nsource\n",
    "scan-exceptions.json": '{ "exceptions": [] }\n',
    "ops/smart360.mjs": `
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
if (process.env.SKIP?.split(" ").includes(process.argv[2])) process.exit(0);
if (process.env.HASTE !== undefined) {
  const wait = timers.setTimeout;
  timers.setTimeout = (ms, ...more) => wait(ms / 100, ...more);
  syncBuiltinESMExports();
}
process.env.SMART360_PROJECT = process.cwd();
await import(${JSON.stringify(join(projectRoot, "ops", "smart360.mjs"))});
`,
  });
}

/** The shell commands of a build that name this program or script, with what came of them. */
export function ran({ steps }: Built, program: string): readonly Step[] {
  return steps.filter(({ script }) => script?.includes(program) === true);
}
