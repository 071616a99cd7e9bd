/** The pipelines, run by Jenkins' own Groovy with every step recorded, and their shell commands run by a shell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { names } from "../../core/naming/names";
import { loadEnvironment } from "../../ops/project";
import { all, hasGroovy, named, record, type Call, type Recorded } from "../support/groovy";
import { pluginOf, withoutStep } from "../support/jenkins-steps";
import { projectRoot } from "../support/local-aws";
import { build, commands, parse, script, stages, workspace, type Workspace } from "../support/pipelines";

const service = { SERVICE: "billing", ENVIRONMENT: "production", REPOSITORY: "https://git.test/b.git", BRANCH: "main" };
const frontend = { ENVIRONMENT: "staging", REPOSITORY: "https://git.test/f.git", BRANCH: "main" };
const hostile = `a" b; touch broken; $(touch broken) \`touch broken\` '`;

const builds = {
  deploy: build("service.Jenkinsfile", { ...service, ACTION: "deploy", REVISION: "" }),
  first: build("service.Jenkinsfile", { ...service, ACTION: "first", REVISION: "" }),
  redeploy: build("service.Jenkinsfile", { ...service, ACTION: "redeploy", REVISION: "" }),
  rollback: build("service.Jenkinsfile", { ...service, ACTION: "rollback", REVISION: "" }),
  rollbackTo: build("service.Jenkinsfile", { ...service, ACTION: "rollback", REVISION: "41" }),
  frontend: build("frontend.Jenkinsfile", { ...frontend, ACTION: "deploy" }),
  frontendRollback: build("frontend.Jenkinsfile", { ...frontend, ACTION: "rollback" }),
  infrastructure: build(
    "infrastructure.Jenkinsfile",
    { ENVIRONMENT: "production", APPROVER: "ada", RED: "", REASON: "" },
    { statuses: { "smart360.sh plan": 2 } },
  ),
  nothingToDo: build("infrastructure.Jenkinsfile", { ENVIRONMENT: "production" }),
  planFails: build(
    "infrastructure.Jenkinsfile",
    { ENVIRONMENT: "production" },
    { statuses: { "smart360.sh plan": 1 } },
  ),
  redPlan: build(
    "infrastructure.Jenkinsfile",
    { ENVIRONMENT: "production", APPROVER: "ada", RED: "data.x\r\ndata.y\n", REASON: "moved by hand" },
    { statuses: { "smart360.sh plan": 2, "smart360.sh review": 3 } },
  ),
  noReview: build(
    "infrastructure.Jenkinsfile",
    { ENVIRONMENT: "production" },
    { statuses: { "smart360.sh plan": 2, "smart360.sh review": 2 } },
  ),
  seed: build("seed.Jenkinsfile", {}),
};
type Build = keyof typeof builds;
const isBuild = (name: string): name is Build => name in builds;
const buildNames = Object.keys(builds).filter(isBuild);
/** One build of each pipeline, in which every stage is recorded. */
const pipelines = ["deploy", "frontend", "infrastructure", "seed"] as const;

const plugins = readFileSync(join(projectRoot, "jenkins", "plugins.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(":"));

const canRun = await hasGroovy();

describe.skipIf(!canRun)("pipelines (Java and Groovy 2.4)", () => {
  let recorded: ReadonlyMap<Build, Recorded>;
  let place: Workspace;

  beforeAll(async () => {
    const results = await record(Object.values(builds));
    recorded = new Map(
      results.flatMap((result, index) => {
        const name = buildNames[index];
        return name === undefined ? [] : [[name, result] as const];
      }),
    );
    place = workspace();
  });

  afterAll(() => place.remove());

  const of = (name: Build): Recorded => {
    const found = recorded.get(name);
    if (found === undefined) throw new Error(`${name} was not recorded`);
    return found;
  };
  /** What the shell commands of a build call. */
  const called = (name: Build) => {
    const variables = { ...of(name).env, DOCKER_CONFIG: "docker" };
    return commands(of(name))
      .filter((command) => !command.startsWith("cat "))
      .flatMap((command) => place.run(command, variables));
  };
  const smart360 = (name: Build) =>
    called(name).flatMap(([programName, first, ...rest]) =>
      programName === "node" && first === "ops/smart360.mjs" ? [rest] : [],
    );

  describe.each(pipelines)("%s", (name) => {
    const pipeline = (): readonly Call[] => {
      const [only, ...others] = of(name).calls;
      expect([only?.name, others]).toEqual(["pipeline", []]);
      return only?.block ?? [];
    };

    it("is declarative, takes no executor of its own, and sets its options", () => {
      expect(pipeline()[0]).toMatchObject({ name: "agent", args: ["none"] });
      const options = pipeline().find((call) => call.name === "options");
      expect(options?.block.map((call) => call.name).sort()).toEqual([...ownOptions, ...moreOptions[name]].sort());
    });

    it("is started by hand, with parameters that the job defines", () => {
      expect(pipeline().map((call) => call.name)).not.toContain("triggers");
      expect(pipeline().map((call) => call.name)).not.toContain("parameters");
    });

    it("calls only what plugins.txt, or Jenkins itself, knows", () => {
      const installed = new Set(["core", ...plugins.map(([plugin]) => plugin)]);
      const unknown = all(of(name).calls).filter((call) => !installed.has(pluginOf(call.name) ?? ""));
      expect(unknown).toEqual([]);
    });

    it("puts no value into a shell command but by a quoted variable", () => {
      for (const call of named(of(name).calls, "sh")) {
        expect(call.interpolated).toBe(false);
        // Quoted, or the words of one option that itself quotes.
        const unquoted = script(call)
          .replace(/'[^']*'/g, "")
          .replace(/\$\{REVISION:\+--to "\$REVISION"\}/g, "")
          .replace(/"[^"]*"/g, "");
        expect(unquoted).not.toMatch(/\$/);
      }
    });

    it("runs smart360 in the step's own place: an abort signals it once", () => {
      const lines = named(of(name).calls, "sh").map(script);
      const own = lines.filter((line) => line.includes("smart360.sh") || line.includes("npx"));
      expect(own.filter((line) => !line.startsWith("exec jenkins/smart360.sh "))).toEqual([]);
    });

    it("runs on agents whose roles are trusted with no more than it needs", () => {
      const labels = named(of(name).calls, "stage").flatMap(({ args: [stage], block }) => {
        const agent = block.find((call) => call.name === "agent");
        return agent === undefined ? [] : [[stage, named([agent], "label")[0]?.args[0]]];
      });
      expect(Object.fromEntries(labels)).toEqual(agents[name]);
    });

    it("waits for nobody on an executor", () => {
      for (const stage of named(of(name).calls, "stage")) {
        const directives = stage.block.map((call) => call.name);
        if (directives.includes("input")) expect(directives).not.toContain("agent");
        if (directives.includes("agent")) expect(named(stage.block, "input")).toEqual([]);
      }
    });
  });

  it("names in plugins.txt nothing that is not needed, each with its version", () => {
    const called = pipelines.flatMap((name) => all(of(name).calls).map((call) => pluginOf(call.name)));
    const needed = new Set([...called, ...withoutStep].filter((plugin) => plugin !== "core"));
    expect(plugins.map(([plugin]) => plugin).sort()).toEqual([...needed].sort());
    expect(plugins.filter(([, version]) => !/^\d[\w.]*$/.test(version ?? ""))).toEqual([]);
  });

  describe("service", () => {
    it("holds a lock of the service in the environment, and the release role", () => {
      expect(named(of("deploy").calls, "lock")[0]?.args).toEqual([{ resource: "smart360-production-billing" }]);
      expect(named(of("deploy").calls, "set").map(({ args }) => args)).toEqual([
        ["AWS_CONFIG_FILE", "/ws/jenkins/aws.config"],
        ["AWS_PROFILE", "smart360-production-release"],
        ["DOCKER_CONFIG", "/ws@tmp/docker"],
      ]);
    });

    it("builds, pushes and deploys the image of a commit", () => {
      const sha = "0123456789abcdef0123456789abcdef01234567";
      const tag = `build-${sha}`;
      const repository = names.repository(loadEnvironment(projectRoot, "production"), "billing");
      const uri = `111122223333.dkr.ecr.us-east-1.amazonaws.com/${repository}`;
      const calls = called("deploy");
      expect(calls.filter(([name]) => name === "docker")).toEqual([
        [
          ...["docker", "build", "--pull", "--platform", "linux/amd64", "--provenance=false"],
          ...["--label", `org.opencontainers.image.revision=${sha}`, "--tag", `${uri}:${tag}`, "source"],
        ],
        ["docker", "login", "--username", "AWS", "--password-stdin", "111122223333.dkr.ecr.us-east-1.amazonaws.com"],
        ["docker", "push", `${uri}:${tag}`],
        ["docker", "image", "rm", `${uri}:${tag}`],
      ]);
      expect(calls.find(([name]) => name === "aws")).toContain(repository);
      expect(JSON.stringify(calls)).not.toContain("the-password");
      expect(smart360("deploy")).toEqual([
        ["check", "--environment", "production"],
        ["ship", "billing", "--environment", "production", "--image", tag],
      ]);
    });

    it("builds nothing where the commit's image is there, and stops when ECR does not tell", () => {
      const variables = { ...of("deploy").env, DOCKER_CONFIG: "docker" };
      const image = commands(of("deploy")).find((command) => command.includes("image.sh")) ?? "";
      const there = place.run(image, { ...variables, DESCRIBE_IMAGES: "echo sha256:1" });
      expect(there.map(([name]) => name)).toEqual(["git", "aws", "aws"]);
      expect(() => place.run(image, { ...variables, DESCRIBE_IMAGES: "echo AccessDenied >&2; exit 254" })).toThrow(
        /AccessDenied/,
      );
    });

    it.each([
      ["first", ["Prepare", "Image", "First release"], ["--first", "--image"]],
      ["redeploy", ["Prepare", "Redeploy"], ["--redeploy"]],
      ["rollback", ["Prepare", "Roll back"], ["--rollback"]],
      ["rollbackTo", ["Prepare", "Roll back"], ["--rollback", "--to", "41"]],
    ] as const)("%s", (name, expected, options) => {
      expect(stages(of(name).calls)).toEqual(expected);
      const ship = smart360(name).at(-1) ?? [];
      expect(ship.slice(0, 4 + options.length)).toEqual(["ship", "billing", "--environment", "production", ...options]);
    });
  });

  describe("infrastructure", () => {
    it("plans, waits for the named group outside any executor, and applies", () => {
      expect(stages(of("infrastructure").calls)).toEqual(["Plan", "Apply"]);
      expect(smart360("infrastructure").map(([command]) => command)).toEqual(everyStep);
      const approve = named(of("infrastructure").calls, "stage").find(({ args }) => args[0] === "Approve");
      expect(named(approve?.block ?? [], "submitter")[0]?.args).toEqual(["smart360-approvers"]);
      expect(named(approve?.block ?? [], "timeout")[0]?.args).toEqual([{ time: 8, unit: "HOURS" }]);
    });

    it("locks the environment while it plans and while it applies, not while it waits", () => {
      const locked = named(of("infrastructure").calls, "stage").map(({ args, block }) => [
        args[0],
        named(block, "lock").map((lock) => lock.args[0]),
      ]);
      const lock = [{ resource: "smart360-production-infrastructure" }];
      expect(locked).toEqual([
        ["Plan", lock],
        ["Approve", []],
        ["Apply", lock],
      ]);
    });

    it("applies the commit that was planned, with a role of each half", () => {
      expect(of("infrastructure").env["PLANNED_COMMIT"]).toBe("0123abc");
      expect(called("infrastructure")).toContainEqual(["git", "checkout", "--quiet", "--detach", "0123abc"]);
      const profiles = named(of("infrastructure").calls, "set").filter(({ args }) => args[0] === "AWS_PROFILE");
      expect(profiles.map(({ args }) => args[1])).toEqual(["smart360-production-plan", "smart360-production-apply"]);
    });

    it("keeps the plans from one agent to the other, and from everybody else", () => {
      for (const step of ["archiveArtifacts", "preserveStashes"])
        expect(named(of("infrastructure").calls, step)).toEqual([]);
      expect(named(of("infrastructure").calls, "stash")[0]?.args).toEqual([
        {
          name: "plans",
          includes: ".gen/plans/**, cdktf.out/stacks/*/.terraform.lock.hcl",
          useDefaultExcludes: false,
        },
      ]);
    });

    it("asks nobody when nothing changes, and goes no further without plans or review", () => {
      expect(stages(of("nothingToDo").calls)).toEqual(["Plan"]);
      for (const name of ["planFails", "noReview"] as const) {
        expect(named(of(name).calls, "error")).toHaveLength(1);
        expect(stages(of(name).calls)).not.toContain("Apply");
      }
    });

    it("approves the red findings that the approver named", () => {
      expect(smart360("redPlan").at(-2)).toEqual([
        ...["review", "--environment", "production", "--approve", "data.x", "--approve", "data.y"],
        ...["--by", "ada", "--reason", "moved by hand"],
      ]);
    });
  });

  it("frontend: builds without a role, on an agent that hands over files only", () => {
    const [built, released, ...inside] = named(of("frontend").calls, "stage");
    expect([built?.args[0], released?.args[0], inside.map(({ args }) => args[0])]).toEqual([
      "Build",
      "Release",
      ["Prepare", "Deploy", "Roll back"],
    ]);
    const ofBuild = built?.block ?? [];
    expect(named(ofBuild, "sh").map(script)).toEqual(["npm ci --no-audit --no-fund", "npm run build"]);
    expect(named(ofBuild, "set")).toEqual([]);
    expect(named(ofBuild, "stash").map(({ args }) => args)).toEqual([
      [{ name: "site", includes: "**", useDefaultExcludes: false }],
    ]);
    expect(named(released?.block ?? [], "checkout").map(({ args }) => args)).toEqual([["scm"]]);
    expect(stages(of("frontendRollback").calls)).toEqual(["Prepare", "Roll back"]);
  });

  it("frontend: publishes the build, and goes back to the one before", async () => {
    expect(await parse(smart360("frontend").at(-1) ?? [])).toMatchObject({
      command: "ship frontend",
      options: { environment: "staging", dir: "site" },
    });
    expect(await parse(smart360("frontendRollback").at(-1) ?? [])).toMatchObject({
      command: "ship frontend",
      options: { environment: "staging", rollback: true },
    });
  });

  it.each(["deploy", "first", "redeploy", "rollback", "rollbackTo", "infrastructure", "redPlan"] as const)(
    "%s: every smart360 command is one that the command line takes",
    async (name) => {
      const lines = smart360(name);
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) {
        const { command, options } = await parse(line);
        expect(command).toBe(line[0]);
        expect(options["environment"]).toBe("production");
      }
    },
  );

  it("passes hostile parameters on as they are", () => {
    const variables = {
      ...{
        SERVICE: hostile,
        ENVIRONMENT: hostile,
        REVISION: hostile,
        PLANNED_COMMIT: hostile,
        DOCKER_CONFIG: hostile,
        REVIEW: hostile,
      },
      ...{ APPROVED_RED: hostile, APPROVED_BY: hostile, APPROVED_REASON: hostile },
    };
    const lines = [...pipelines, "rollbackTo" as const, "redPlan" as const]
      .flatMap((name) => named(of(name).calls, "sh").map(script))
      .filter((line) => line.includes("$") && !line.startsWith("ls "));
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) {
      const calls = place.run(line, variables);
      if (/smart360\.sh/.test(line)) expect(calls.at(-1)).toContain(hostile);
    }
    expect(place.has("broken")).toBe(false);
  });
});

const ownOptions = ["buildDiscarder", "logRotator", "skipDefaultCheckout", "timeout", "timestamps"];
/** The seed may be restarted: it makes the same again. Who waits for production's approval does not hold up staging. */
const moreOptions: Readonly<Record<(typeof pipelines)[number], readonly string[]>> = {
  deploy: ["disableConcurrentBuilds", "disableRestartFromStage"],
  frontend: ["disableConcurrentBuilds", "disableRestartFromStage"],
  infrastructure: ["disableRestartFromStage"],
  seed: ["disableConcurrentBuilds"],
};

/** Which agents run a pipeline's stages: no label may assume roles of another (`delivery.trust`), the build's may none. */
const agents: Readonly<Record<(typeof pipelines)[number], Readonly<Record<string, string>>>> = {
  deploy: { Release: "smart360" },
  frontend: { Build: "smart360-build", Release: "smart360" },
  infrastructure: { Plan: "smart360-infrastructure", Apply: "smart360-infrastructure" },
  seed: { Jobs: "smart360-infrastructure" },
};

const everyStep = ["check", "scan", "plan", "review", "review", "review", "apply"];
