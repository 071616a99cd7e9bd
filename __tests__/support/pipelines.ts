/** The pipelines as Jenkins would run them: which stages run, and what their shell commands really call. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { program } from "../../ops/cli";
import { named, type Call, type Recorded, type Run } from "./groovy";
import { projectRoot } from "./local-aws";

export type Variables = Readonly<Record<string, string>>;

/** What Jenkins gives every pipeline, with the parameters of a build. */
export function build(file: string, params: Variables, more: Partial<Run> = {}): Run {
  const variables = {
    params,
    env: { ...params },
    scm: "scm",
    none: "none",
    WORKSPACE: "/ws",
    WORKSPACE_TMP: "/ws@tmp",
  };
  return { file: `jenkins/${file}`, ...more, variables: { ...variables, ...more.variables } };
}

const conditions = new Set(["expression", "environment"]);

/** Shell commands of the stages that run, in their order; those of `post` last. */
export function commands({ calls }: Pick<Recorded, "calls">): readonly string[] {
  const inside = (block: readonly Call[]): readonly string[] => {
    const wanted = block.find(({ name }) => name === "when")?.block ?? [];
    if (wanted.some(({ name, holds }) => conditions.has(name) && holds !== true)) return [];
    return block.flatMap((call) => (call.name === "sh" ? [script(call)] : inside(call.block)));
  };
  return inside(calls);
}

/** Stages with steps that run. */
export function stages(calls: readonly Call[]): readonly string[] {
  return named(calls, "stage")
    .filter(({ block }) => block.some(({ name }) => name === "steps") && commands({ calls: block }).length > 0)
    .map(({ args }) => String(args[0]));
}

/** The text of an `sh` step. */
export function script({ args: [given] }: Call): string {
  if (typeof given === "string") return given;
  if (typeof given === "object" && given !== null && "script" in given) return String(given.script);
  throw new Error(`sh was called with ${JSON.stringify(given)}`);
}

export interface Workspace {
  /** Runs a command as Jenkins does; returns what it called: program and arguments. */
  run(command: string, variables: Variables): readonly (readonly string[])[];
  has(file: string): boolean;
  remove(): void;
}

/** Programs that write down how they were called, and answer as the real ones would. */
const standIns = {
  node: "",
  npm: "",
  docker: "",
  git: "echo 0123456789abcdef0123456789abcdef01234567",
  aws: `case "$*" in
  *get-login-password*) echo the-password ;;
  *describe-repositories*) echo 111122223333.dkr.ecr.us-east-1.amazonaws.com/smart360/production/billing ;;
  *describe-images*) eval "\${DESCRIBE_IMAGES:-echo ImageNotFoundException >&2; exit 254}" ;;
esac`,
};

/** A folder with the scripts of `jenkins/`, and stand-ins for every program that they call. */
export function workspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), "smart360-workspace-"));
  const log = join(root, "calls");
  cpSync(join(projectRoot, "jenkins"), join(root, "jenkins"), { recursive: true });
  mkdirSync(join(root, "bin"));
  for (const [name, answer] of Object.entries(standIns)) {
    const file = join(root, "bin", name);
    writeFileSync(file, `#!/bin/sh\n{ printf '%s\\037' ${name} "$@"; printf '\\036'; } >> "$CALLS"\n${answer}\n`);
    chmodSync(file, 0o755);
  }
  return {
    run(command, variables) {
      rmSync(log, { force: true });
      const env = { ...variables, PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`, CALLS: log };
      execFileSync("sh", ["-xec", command], { cwd: root, env, stdio: "pipe" });
      if (!existsSync(log)) return [];
      return readFileSync(log, "utf8")
        .split("\u001e")
        .filter((call) => call !== "")
        .map((call) => call.split("\u001f").slice(0, -1));
    },
    has: (file) => existsSync(join(root, file)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface Parsed {
  /** `ship`, `ship status`. */
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the command line of `smart360` makes of these arguments; nothing is run. */
export async function parse(args: readonly string[]): Promise<Parsed> {
  const cli = program(() => {});
  const parsed: Parsed[] = [];
  const replaceActions = (command: Command, path: string) => {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    for (const child of command.commands) {
      const name = `${path} ${child.name()}`.trim();
      child.action(() => {
        parsed.push({ command: name, args: child.args, options: child.opts() });
      });
      replaceActions(child, name);
    }
  };
  replaceActions(cli, "");
  await cli.parseAsync([...args], { from: "user" });
  const [only] = parsed;
  if (only === undefined) throw new Error(`smart360 ${args.join(" ")} names no command`);
  return only;
}
