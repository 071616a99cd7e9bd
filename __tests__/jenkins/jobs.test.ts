/** The jobs that the seed makes, and the roles that they take. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { names } from "../../core/naming/names";
import { environmentNames, loadEnvironment } from "../../ops/project";
import { hasGroovy, named, record, type Call, type Recorded } from "../support/groovy";
import { projectRoot } from "../support/local-aws";
import { services } from "../support/platform";
import { copySample } from "../support/sample";

const environments = ["production", "staging"];
const variables = { environments: "production\nstaging\n", repository: "https://git.test/infrastructure.git" };
const canRun = await hasGroovy();

describe.skipIf(!canRun)("jobs.groovy (Java and Groovy 2.4)", () => {
  let root: string;
  let made: Recorded;
  let edited: Recorded;
  let seeded: Recorded;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "smart360-jobs-"));
    const [sample, folder] = [join(root, "sample"), join(root, "edited")];
    copySample(sample);
    copySample(folder, ["staging"]);
    for (const each of [sample, folder])
      cpSync(join(projectRoot, "jenkins"), join(each, "jenkins"), { recursive: true });
    const service = { description: "Bills", owner: "a-team", retired: false };
    const edit = [
      { ...service, name: "billing" },
      { ...service, name: "old", retired: true },
    ];
    writeFileSync(join(folder, "services.json"), JSON.stringify({ services: edit }));
    const runs = [
      { file: "jenkins/jobs.groovy", variables, folder: sample },
      { file: "jenkins/jobs.groovy", variables: { ...variables, environments: "staging\n" }, folder },
      {
        file: "jenkins/seed.Jenkinsfile",
        variables: { none: "none", scm: "scm", env: {}, params: {} },
        folder: sample,
      },
    ];
    const [first, second, third] = await record(runs);
    if (first === undefined || second === undefined || third === undefined) throw new Error("not recorded");
    [made, edited, seeded] = [first, second, third];
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const jobs = ({ calls }: Recorded): ReadonlyMap<unknown, Call> =>
    new Map(named(calls, "pipelineJob").map((job) => [job.args[0], job]));
  const choices = (job: Call | undefined) =>
    Object.fromEntries(named(job?.block ?? [], "choiceParam").map(({ args: [name, values] }) => [name, values]));

  it("makes one job for each service, one for the frontend, one for the infrastructure", () => {
    expect(named(made.calls, "folder").map(({ args }) => args[0])).toEqual(["smart360"]);
    expect([...jobs(made).keys()]).toEqual(
      [...services().services.map(({ name }) => name), "frontend", "infrastructure"].map((name) => `smart360/${name}`),
    );
  });

  it("offers what services.json and environments/ name, and the actions", () => {
    expect(choices(jobs(made).get("smart360/billing"))).toEqual({
      SERVICE: ["billing"],
      ENVIRONMENT: environments,
      ACTION: ["deploy", "redeploy", "rollback", "first"],
      REPOSITORY: ["https://github.com/bynry/smart360-billing.git"],
    });
    expect(choices(jobs(made).get("smart360/frontend"))).toEqual({
      ENVIRONMENT: environments,
      ACTION: ["deploy", "rollback"],
      REPOSITORY: ["https://github.com/bynry/smart360-frontend.git"],
    });
    expect(choices(jobs(made).get("smart360/infrastructure"))).toEqual({ ENVIRONMENT: environments });
  });

  it("says of the infrastructure's job which stacks its pipeline leaves to people", () => {
    const left = readFileSync("jenkins/infrastructure.Jenkinsfile", "utf8").matchAll(/"!([a-z]+)"/g);
    expect([...left].map(([, stack]) => stack)).toEqual(["state", "delivery"]);
    const descriptions = named(jobs(made).get("smart360/infrastructure")?.block ?? [], "description");
    expect(descriptions.map(({ args }) => args)).toEqual([
      ["Plan, review, approval and apply of every stack but state and delivery, which people apply."],
    ]);
  });

  it("leaves out services that are out of use, and follows every edit", () => {
    expect([...jobs(edited).keys()]).toEqual(["smart360/billing", "smart360/frontend", "smart360/infrastructure"]);
    expect(choices(jobs(edited).get("smart360/billing"))["ENVIRONMENT"]).toEqual(["staging"]);
  });

  it("takes each pipeline from this repository, and starts none by itself", () => {
    const files = new Set(["service", "frontend", "infrastructure"].map((name) => `jenkins/${name}.Jenkinsfile`));
    for (const job of jobs(made).values()) {
      expect(files).toContain(named(job.block, "scriptPath")[0]?.args[0]);
      expect(named(job.block, "url")[0]?.args).toEqual([variables.repository]);
      expect(job.block.map(({ name }) => name)).toEqual(["description", "parameters", "definition"]);
    }
  });

  it("is told every environment by the seed, and no schema", () => {
    expect(named(seeded.calls, "jobDsl")[0]?.args).toEqual([
      {
        targets: "jenkins/jobs.groovy",
        additionalParameters: variables,
        failOnMissingPlugin: true,
        removedJobAction: "DISABLE",
        sandbox: true,
      },
    ]);
  });
});

// https://github.com/jenkinsci/script-security-plugin, whitelists/generic-whitelist: of all JSON parsers this one.
it("constructs nothing that Jenkins' sandbox refuses", () => {
  const folder = join(projectRoot, "jenkins");
  const files = readdirSync(folder).filter((name) => /\.groovy$|Jenkinsfile$/.test(name));
  expect(files).toHaveLength(5);
  const made = files.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/\bnew (\w+)\(/g)]);
  expect(made.map(([, type]) => type)).toEqual(["JsonSlurper"]);
});

describe("aws.config", () => {
  it("names every role of the delivery stacks, assumed by the instance, without a secret", () => {
    const text = readFileSync(join(projectRoot, "jenkins", "aws.config"), "utf8");
    const profiles = environmentNames(projectRoot).flatMap((name) => {
      const environment = loadEnvironment(projectRoot, name);
      return ["release", "plan", "apply"].map((role) =>
        [
          `[profile smart360-${name}-${role}]`,
          `role_arn = arn:aws:iam::${environment.accountId}:role/${names.shared(environment, "jenkins")}-${role}`,
          "credential_source = Ec2InstanceMetadata",
          `region = ${environment.region}`,
        ].join("\n"),
      );
    });
    expect(text.split("\n\n").slice(1).join("\n\n")).toBe(`${profiles.join("\n\n")}\n`);
  });
});
