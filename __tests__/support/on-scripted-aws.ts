/** Suites that run commands in a project of their own on a scripted AWS. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { fixtureProject, type FixtureProject } from "./fixture-project";
import { startScriptedAws, type ScriptedAws } from "./scripted-aws";

/** Credentials and endpoint of the scripted AWS, and nothing of whoever runs the tests. */
export function awsVariables(aws: ScriptedAws, project: FixtureProject) {
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: join(project.root, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(project.root, "no-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    BUILD_URL: "",
  };
}

/** Both are there from the suite's first hook on. */
export interface OnScriptedAws {
  /** Without calls and answers when a test begins. */
  readonly aws: ScriptedAws;
  readonly project: FixtureProject;
}

/** Starts both for a suite; the environment of each test leads there. */
export function describeOnScriptedAws(): OnScriptedAws {
  let aws: ScriptedAws | undefined;
  let project: FixtureProject | undefined;
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The suite has not begun");
    return value;
  };
  const scripted: OnScriptedAws = {
    get aws() {
      return known(aws);
    },
    get project() {
      return known(project);
    },
  };
  beforeAll(async () => {
    aws = await startScriptedAws();
    project = fixtureProject();
  });
  afterAll(async () => {
    await aws?.close();
    await project?.remove();
  });
  beforeEach(() => {
    scripted.aws.reset();
    for (const [name, value] of Object.entries(awsVariables(scripted.aws, scripted.project))) vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  return scripted;
}
