/** The pipelines of a service and of the frontend, really run, with the role that jenkins/aws.config names. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../support/fixture-project";
import { startFrontendWorld, siteBucket, type FrontendWorld } from "../support/frontend";
import { GitRepository } from "../support/git-repository";
import { hasGroovy } from "../support/groovy";
import { startInstanceRole, type InstanceRole } from "../support/instance-role";
import { addPipelines, ran, startJenkins, type Built, type Jenkins } from "../support/jenkins";
import { hasProcfs } from "../support/process-tree";
import { describeReleases } from "../support/releasing";
import { rollsBack, stalls, succeeds } from "../support/scripted-ecs";

const canRun = await hasGroovy();

let role: InstanceRole;
let source: GitRepository;
beforeAll(async () => {
  role = await startInstanceRole();
  source = GitRepository.create();
});
afterAll(async () => {
  source.remove();
  await role.close();
});

/** The one release of a build: in which stage, with which exit code, and what it said at its end. */
function released(built: Built) {
  const [ship, ...others] = ran(built, " ship ");
  expect(others).toEqual([]);
  return { result: built.result, stage: ship?.stage, code: ship?.code, said: ship?.output?.trim().split("\n") ?? [] };
}

describe.skipIf(!canRun)("service.Jenkinsfile (Java and Groovy 2.4)", () => {
  const releases = describeReleases();
  let jenkins: Jenkins;
  let tag: string;

  beforeAll(() => {
    const repository = GitRepository.create(releases.project.root);
    addPipelines(repository);
    repository.commit({});
    jenkins = startJenkins(repository);
    tag = `build-${source.commit({ Dockerfile: "FROM scratch\n" })}`;
  });
  afterAll(() => jenkins.remove());
  beforeEach(() => releases.world.push(tag));

  const build = (action: string, revision = "", skipped = "") =>
    jenkins.build(
      "service.Jenkinsfile",
      {
        ...{ SERVICE: "billing", ENVIRONMENT: "production", ACTION: action, REVISION: revision },
        ...{ REPOSITORY: source.root, BRANCH: "main" },
      },
      { ...role.variables, AWS_ENDPOINT_URL: releases.aws.url, HASTE: "1", SKIP: skipped },
    );

  it("deploys the image of the commit, with the role of releases", async () => {
    const { result, stage, code, said } = released(await build("deploy"));
    expect([result, stage, code]).toEqual(["SUCCESS", "Deploy", 0]);
    expect(said).toContain(`Migrate    python manage.py migrate --noinput: done in 0 s`);
    expect(releases.world.rest).toEqual({
      ...{ parameter: tag, runs: 13, locks: 0 },
      revisions: ["11 build-40", "12 build-41", `13 ${tag}`],
    });
    expect(new Set(role.taken)).toEqual(new Set(["smart360-production-jenkins-release"]));
  });

  it("releases for the first time, before there is a service", async () => {
    releases.world.ecs.hasService = false;
    releases.world.parameter = "unreleased";
    const { result, stage, code } = released(await build("first", "", "check"));
    expect([result, stage, code]).toEqual(["SUCCESS", "First release", 0]);
    expect(releases.world.rest).toMatchObject({ parameter: tag, locks: 0 });
  });

  it("redeploys", async () => {
    const { result, stage, code } = released(await build("redeploy", "", "check"));
    expect([result, stage, code]).toEqual(["SUCCESS", "Redeploy", 0]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 13, locks: 0 });
  });

  it("rolls back to the revision that is asked for", async () => {
    const { result, stage, code, said } = released(await build("rollback", "11", "check"));
    expect([result, stage, code]).toEqual(["SUCCESS", "Roll back", 0]);
    expect(said[0]).toBe("+ exec jenkins/smart360.sh ship billing --environment production --rollback --to 11");
    expect(releases.world.rest).toMatchObject({ parameter: "build-40", runs: 13, locks: 0 });
  });

  it("fails when ECS rolls the deployment back", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    const { result, code } = released(await build("deploy", "", "check"));
    expect([result, code]).toEqual(["FAILURE", 1]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
  });

  it.skipIf(!hasProcfs)("aborted while tasks are replaced, takes the release back", async () => {
    releases.world.ecs.rollouts = [stalls, succeeds];
    let looks = 0;
    const isUnderWay = new Promise<void>((resolve) => {
      releases.world.onCall = ({ action }) => {
        if (action === "DescribeTargetHealth" && (looks += 1) === 3) resolve();
      };
    });
    const building = build("deploy", "", "check");
    await isUnderWay;
    await jenkins.abort();
    const { result, code, said } = released(await building);
    expect([result, code, said.slice(-2)]).toEqual([
      "FAILURE",
      130,
      [
        "billing is not released: interrupted.",
        "billing goes back to revision 12. Revision 13 is deregistered, the parameter is as it was.",
      ],
    ]);
    expect(releases.world.rest).toEqual({
      ...{ parameter: "build-41", runs: 12, locks: 0 },
      revisions: ["11 build-40", "12 build-41"],
    });
  });
});

describe.skipIf(!canRun)("frontend.Jenkinsfile (Java and Groovy 2.4)", () => {
  let world: FrontendWorld;
  let project: FixtureProject;
  let jenkins: Jenkins;

  beforeAll(async () => {
    world = await startFrontendWorld();
    project = fixtureProject();
    const repository = GitRepository.create(project.root);
    addPipelines(repository);
    repository.commit({});
    jenkins = startJenkins(repository);
  });
  afterAll(async () => {
    await jenkins.remove();
    await project.remove();
    await world.stop();
  });
  const build = (action: string) =>
    jenkins.build(
      "frontend.Jenkinsfile",
      { ENVIRONMENT: "production", ACTION: action, REPOSITORY: source.root, BRANCH: "main" },
      { ...role.variables, AWS_ENDPOINT_URL: world.variables["AWS_ENDPOINT_URL"] ?? "" },
    );
  const page = async () =>
    (await world.s3.getObject({ Bucket: siteBucket, Key: "index.html" })).Body?.transformToString();

  it("deploys what is built, and goes back", async () => {
    source.commit({ "site/index.html": "<p>one</p>" });
    const built = await build("deploy");
    const one = released(built);
    expect([one.result, one.stage, one.code, await page()]).toEqual(["SUCCESS", "Deploy", 0, "<p>one</p>"]);
    // The branch's code on the one, its files on the other.
    const places = ["npm ci", "npm run build", "rm -rf site", " ship "].map((command) => [
      command,
      ran(built, command).map(({ agent }) => agent),
    ]);
    expect(Object.fromEntries(places)).toEqual({
      "npm ci": ["smart360-build", "smart360"],
      "npm run build": ["smart360-build"],
      "rm -rf site": ["smart360"],
      " ship ": ["smart360"],
    });
    source.commit({ "site/index.html": "<p>two</p>" });
    expect(released(await build("deploy"))).toMatchObject({ result: "SUCCESS", code: 0 });
    expect(await page()).toBe("<p>two</p>");
    const back = released(await build("rollback"));
    expect([back.result, back.stage, back.code, await page()]).toEqual(["SUCCESS", "Roll back", 0, "<p>one</p>"]);
    expect(new Set(role.taken)).toEqual(new Set(["smart360-production-jenkins-release"]));
  });

  it("releases nothing when the build fails", async () => {
    source.git("rm", "--quiet", "-r", "site");
    source.commit({});
    const before = role.taken.length;
    const built = await build("deploy");
    expect([built.result, ran(built, " ship "), role.taken.length - before]).toEqual(["FAILURE", [], 0]);
    expect(ran(built, "npm run build")[0]?.code).toBe(1);
  });
});
