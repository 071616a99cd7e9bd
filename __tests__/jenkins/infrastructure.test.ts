/** The infrastructure pipeline, really run: two agents, terraform, the embedded default on one local AWS. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockedKeys } from "../support/locks";
import { readState } from "../../ops/state/read";
import { fixtureProject, type FixtureProject, type FixtureStack } from "../support/fixture-project";
import { GitRepository } from "../support/git-repository";
import { hasGroovy } from "../support/groovy";
import { addPipelines, ran, startJenkins, type Built, type Jenkins } from "../support/jenkins";
import { startLocalAws, type LocalAws } from "../support/local-aws";
import { hasProcfs } from "../support/process-tree";
import { bucket, table } from "../support/release-world";
import { eventually } from "../support/eventually";

const canRun = await hasGroovy();

describe.skipIf(!canRun)("infrastructure.Jenkinsfile (Java and Groovy 2.4)", () => {
  let aws: LocalAws;
  let project: FixtureProject;
  let repository: GitRepository;
  let jenkins: Jenkins;

  beforeAll(async () => {
    aws = await startLocalAws();
    project = fixtureProject();
    repository = GitRepository.create(project.root);
    addPipelines(repository);
    jenkins = startJenkins(repository);
  });

  afterAll(async () => {
    await jenkins.remove();
    await project.remove();
    await aws.stop();
  });

  const commit = (stacks: Readonly<Record<string, FixtureStack>>) => {
    // Those that people apply are left out.
    const theirs = { document: things("by people") };
    project.stacks({ state: theirs, delivery: theirs, ...stacks });
    repository.commit({});
  };
  const build = (red = "", reason = "", skipped = "check scan"): Promise<Built> =>
    jenkins.build(
      "infrastructure.Jenkinsfile",
      { ENVIRONMENT: "production", APPROVER: "ada", RED: red, REASON: reason },
      { SMART360_OFFLINE: "1", AWS_ENDPOINT_URL: aws.proxy.url, SKIP: skipped },
    );
  const state = async (stack: string) => {
    const { resources = [] } = (await readState(aws.clients, bucket, `production/${stack}.tfstate`)) ?? {};
    return resources.map(({ instances: [first] }) => first?.attributes["name"] ?? first?.attributes["input"]);
  };
  /** Commands of `smart360` with their exit codes. */
  const codes = (built: Built) =>
    built.steps.flatMap(({ script = "", code }) => {
      const [command] = /smart360.sh (\w+)|approve/.exec(script) ?? [];
      return command === undefined ? [] : [`${command} ${code}`];
    });
  /** Saved plans, which hold secrets, are nowhere when the build is over. */
  const plansLeft = () =>
    ["agent-plan", "agent-apply"].filter((agent) => existsSync(join(jenkins.folder, agent, ".gen", "plans")));

  it("reviews for everybody to read, and applies on one agent what another planned", async () => {
    commit({ data: dataStack("one"), later: { document: things("1"), dependencies: ["data"] } });
    const built = await build("", "", "");
    expect([built.result, codes(built)]).toEqual([
      "SUCCESS",
      [
        ...["smart360.sh check 0", "smart360.sh scan 0", "smart360.sh plan 2", "smart360.sh review 0"],
        ...["smart360.sh review 0", "approve 0", "smart360.sh apply 0"],
      ],
    ]);
    expect(ran(built, "alone.sh").map(({ stage }) => stage)).toEqual(["Plan", "Apply"]);
    const kept = (name: string) => built.steps.find((step) => step.name === name)?.files;
    expect(kept("junit")).toEqual([".gen/reports/review.junit.xml", ".gen/reports/scan.junit.xml"]);
    expect(kept("publishHTML")).toEqual([".gen/reports/review.html"]);
    expect(kept("stash")).toEqual(
      ["data.json", "data.tfplan", "run.json"].map((file) => `.gen/plans/production/${file}`),
    );
    expect(built.steps.map(({ stage, name }) => `${stage} ${name}`)).toContain("Approve input");
    expect(ran(built, "review.txt")[1]?.output).toContain("one");
    expect(ran(built, " apply ")[0]?.output).toContain("Applied: data.\nNext, as what they waited for is there:");
    expect([await state("data"), await state("later"), plansLeft()]).toEqual([["one"], [], []]);
    expect([await state("state"), await state("delivery")]).toEqual([[], []]);
  });

  it("holds back what is red and not approved", async () => {
    commit({ data: dataStack("two") });
    const built = await build();
    expect([built.result, codes(built)]).toEqual([
      "FAILURE",
      [
        ...["smart360.sh check 0", "smart360.sh scan 0", "smart360.sh plan 2", "smart360.sh review 3"],
        ...["smart360.sh review 0", "approve 3"],
      ],
    ]);
    expect(ran(built, "approve")[0]?.output).toContain("Not to be applied: 1 red finding without approval.");
    expect([await state("data"), plansLeft()]).toEqual([["one"], []]);
  });

  it("applies what is red once its address is approved, with a reason", async () => {
    const built = await build("\r\ndata/aws_ecr_repository.it\r\n", "Nothing is in it yet.");
    expect([built.result, codes(built).slice(-4)]).toEqual([
      "SUCCESS",
      ["smart360.sh review 3", "smart360.sh review 0", "approve 0", "smart360.sh apply 0"],
    ]);
    expect([await state("data"), plansLeft()]).toEqual([["two"], []]);
  });

  it("asks nobody when nothing changes", async () => {
    const built = await build();
    expect([built.result, codes(built).at(-1)]).toEqual(["SUCCESS", "smart360.sh review 0"]);
    expect(built.steps.map(({ name }) => name)).not.toContain("input");
  });

  it("ends where a stack cannot be planned, and tells why", async () => {
    commit({ data: dataStack("three"), bad: { document: { resource: { terraform_data: { it: { nonsense: 1 } } } } } });
    const built = await build();
    expect([built.result, built.message, codes(built).at(-1)]).toEqual([
      "FAILURE",
      "A stack could not be planned.",
      "smart360.sh plan 1",
    ]);
    expect(ran(built, " plan ")[0]?.output).toContain('No argument or block type is named "nonsense"');
    expect([await state("data"), plansLeft()]).toEqual([["two"], []]);
  });

  it.skipIf(!hasProcfs)("aborted while terraform applies, ends it in good order", async () => {
    const gate = join(jenkins.folder, "gate");
    const command = `touch '${gate}'; while [ -e '${gate}' ]; do sleep 0.05; done`;
    const held = { it: { input: "2", provisioner: [{ "local-exec": { command } }] } };
    commit({ data: dataStack("two"), slow: { document: { resource: { terraform_data: held } } } });
    const building = build();
    await eventually(() => existsSync(gate));
    // Nothing of smart360 and Terraform: a provider would die of it, with what it is making.
    const theirs = (await jenkins.abort()).filter(
      (line) => !/^\/bin\/sh jenkins\/smart360.sh |^flock --timeout 1 8 /.test(line),
    );
    const built = await building;
    rmSync(gate, { force: true });
    const [apply] = ran(built, " apply ");
    expect([built.result, apply?.code, theirs]).toEqual(["FAILURE", 130, []]);
    const told = apply?.output ?? "";
    expect(told).toContain("Begun and not finished: slow.\n");
    expect(told).not.toContain("Killing terraform.");
    expect(await lockedKeys(aws.clients, { bucket, lockTable: table })).toEqual([]);
    expect(plansLeft()).toEqual([]);
  });
});

const things = (input: string) => ({ resource: { terraform_data: { it: { input } } } });

/** Images, and with them the AWS provider: here the offline one. Another name replaces the repository. */
const dataStack = (name: string): FixtureStack => ({
  document: {
    terraform: {
      backend: {
        s3: { bucket, dynamodb_table: table, key: "production/data.tfstate", region: "us-east-1", use_lockfile: true },
      },
      required_providers: { aws: { source: "hashicorp/aws" } },
    },
    provider: { aws: { region: "us-east-1" } },
    resource: {
      aws_ecr_repository: {
        it: {
          name,
          image_tag_mutability: "IMMUTABLE",
          image_scanning_configuration: { scan_on_push: true },
          encryption_configuration: { encryption_type: "KMS" },
        },
      },
    },
  },
});
