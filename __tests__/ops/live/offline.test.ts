/** `smart360 check --live` as a command: on the embedded default, and with credentials that do not fit. */
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadEnvironment } from "../../../ops/project";
import { ensureBackend } from "../../../ops/state/backend";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import { configOf, enterReal } from "../../support/real-base";
import { queryAnswer, startScriptedAws, type ScriptedAws } from "../../support/scripted-aws";

const stack = { document: { resource: { terraform_data: { it: {} } } } };

let project: FixtureProject;
let aws: ScriptedAws;

beforeAll(async () => {
  project = fixtureProject();
  aws = await startScriptedAws();
});

afterAll(async () => {
  await aws.close();
  await project.remove();
});

interface Checked {
  readonly ok: boolean;
  readonly results: readonly {
    readonly what: string;
    readonly found?: string;
    readonly notes?: readonly string[];
    readonly problems: readonly { readonly message: string }[];
  }[];
}

async function check(args: readonly string[], variables: Readonly<Record<string, string>> = {}, on = project) {
  const { code, stdout } = await on.smart360(["check", "-e", "production", "--json", ...args], variables);
  const { results } = JSON.parse(stdout) as Checked;
  const about = (word: string) => results.find(({ what }) => what === word);
  return { code, last: results.at(-1), states: about("states"), locks: about("locks") };
}

describe("on the embedded default", () => {
  it("finds each stack's state, and the state of a stack that is gone", async () => {
    project.stacks({ network: stack, "service-billing": stack });
    expect(await project.smart360(["up"])).toMatchObject({ code: 0 });
    expect(await check(["--offline"])).toMatchObject({
      code: 0,
      states: { found: "2 stacks of 2 have one", problems: [] },
      locks: { found: "none held", problems: [] },
      last: { what: "secrets", found: "not looked at, as the offline provider makes none" },
    });
    // Inside of `smart360 offline` --live means the same, and without it nothing is looked at.
    const inside = { SMART360_OFFLINE: "1" };
    expect((await check(["--live"], inside)).states).toMatchObject({ found: "2 stacks of 2 have one" });
    expect((await check([], inside)).states).toBeUndefined();

    project.stacks({ network: stack });
    expect(await check(["--live", "--offline"])).toMatchObject({
      code: 2,
      states: {
        found: "1 stack of 1 have one",
        problems: [
          {
            message:
              "production/service-billing.tfstate belongs to no stack of the app, and holds 1 resource: nothing plans them any more. " +
              "When its service's entry is gone from services.json, put it back and retire it (`smart360 remove`).",
          },
        ],
      },
    });
  });
});

it("looks at the secrets too after `up --provider real`", async () => {
  const real = fixtureProject();
  real.stacks({ network: stack });
  const environment = loadEnvironment(real.root, "production");
  const embedded = await enterReal(real.root, environment);
  const { clients, backend, connection } = embedded;
  const secrets = new SecretsManager(configOf(embedded, environment));
  try {
    await ensureBackend(clients, backend);
    await secrets.createSecret({ Name: "smart360/production/billing/django-secret-key", SecretString: "given" });
    expect(await check(["--offline"], {}, real)).toMatchObject({
      code: 0,
      last: { what: "secrets", found: "1 of 27 have a value" },
    });
  } finally {
    secrets.destroy();
    clients.destroy();
    connection.finish();
    await real.remove();
  }
});

describe("in an account", () => {
  const nobody = () => ({
    AWS_ENDPOINT_URL: aws.url,
    AWS_CONFIG_FILE: join(project.root, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(project.root, "no-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_PROFILE: "",
  });

  it("needs credentials", async () => {
    const { code, last } = await check(["--live"], nobody());
    expect([code, last?.problems[0]?.message]).toEqual([
      2,
      "AWS did not say whose credentials these are: Could not load credentials from any providers. Sign in first (`aws sso login`, or AWS_PROFILE).",
    ]);
  });

  it("needs those of the environment's account", async () => {
    aws.script("GetCallerIdentity", queryAnswer("GetCallerIdentity", "<Account>999988887777</Account>"));
    const { code, last } = await check(["--live"], {
      ...nobody(),
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    expect([code, last?.problems[0]?.message]).toEqual([
      2,
      "The credentials belong to account 999988887777, and environment production is account 111122223333 (environments/production.json). Nothing was done. Use credentials of 111122223333.",
    ]);
    expect(aws.calls.map(({ action }) => action)).toEqual(["GetCallerIdentity"]);
  });
});
