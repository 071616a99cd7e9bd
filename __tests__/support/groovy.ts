/** Jenkinsfiles and Job DSL scripts, run by the Groovy that Jenkins runs them with. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./local-aws";

/** A step or directive that a script called. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Whether Groovy put values into a text of the arguments. */
  readonly interpolated: boolean;
  /** What its block called. */
  readonly block: readonly Call[];
  /** Of a condition: whether it holds. */
  readonly holds?: boolean;
}

export interface Run {
  /** Below the project's folder. */
  readonly file: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Part of a command -> its exit code; 0 of all others. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Part of a command -> what it prints; others are run. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Where files are read. @default the project's folder */
  readonly folder?: string;
}

export interface Recorded {
  readonly calls: readonly Call[];
  /** What the script put into `env`, and what was there. */
  readonly env: Readonly<Record<string, string>>;
}

const exec = promisify(execFile);

/** Of Jenkins: https://www.jenkins.io/doc/developer/plugin-development/dependency-management (groovy-all 2.4.21). */
const version = "2.4.21";
const repository = join(projectRoot, ".gen", "groovy");
const jars = ["groovy", "groovy-json"].map((name) =>
  join(repository, "org", "codehaus", "groovy", name, version, `${name}-${version}.jar`),
);

/** Whether Groovy can be run here: Java is there, and Groovy is, or Maven can fetch it. */
export async function hasGroovy(): Promise<boolean> {
  try {
    await exec("java", ["-version"]);
    if (!jars.every((jar) => existsSync(jar))) await fetchGroovy();
    return true;
  } catch {
    return false;
  }
}

async function fetchGroovy(): Promise<void> {
  const own = `${repository}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  try {
    for (const name of ["groovy", "groovy-json"])
      await exec(
        "mvn",
        [
          ["--quiet", "--batch-mode", "dependency:get", "-Dtransitive=false"],
          [`-Dartifact=org.codehaus.groovy:${name}:${version}`, `-Dmaven.repo.local=${own}`],
        ].flat(),
        { timeout: 120_000 },
      );
    rmSync(repository, { recursive: true, force: true });
    renameSync(own, repository);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** @throws when a script does not compile, or reads what is not defined */
export async function record(runs: readonly Run[]): Promise<readonly Recorded[]> {
  const wanted = runs.map((run) => ({
    folder: projectRoot,
    statuses: {},
    outputs: { "review --environment": "0123456789ab\n" },
    checkout: { GIT_COMMIT: "0123abc", GIT_URL: "https://git.test/infrastructure.git" },
    ...run,
  }));
  return JSON.parse(await groovy("record.groovy", wanted)) as Recorded[];
}

/** What a script of this folder prints when it is given this, as JSON. */
export function groovy(script: string, input: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "java",
      [
        // It is over before code that is optimized would pay.
        ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"],
        // Groovy 2.4 is older than Java's modules.
        ["--add-opens", "java.base/java.lang=ALL-UNNAMED", "--add-opens", "java.base/java.util=ALL-UNNAMED"],
        ["-cp", jars.join(":"), "groovy.ui.GroovyMain", join(projectRoot, "__tests__", "support", script)],
      ].flat(),
      { maxBuffer: 1 << 26 },
      (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(error);
      },
    );
    child.stdin?.end(JSON.stringify(input));
  });
}

/** Every call, those in blocks too, in their order. */
export function all(calls: readonly Call[]): readonly Call[] {
  return calls.flatMap((call) => [call, ...all(call.block)]);
}

/** Calls of this name, at any depth. */
export function named(calls: readonly Call[], name: string): readonly Call[] {
  return all(calls).filter((call) => call.name === name);
}
