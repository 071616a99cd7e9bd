/** What becomes of `secrets init` when its question for a value is not answered. */
import { beforeEach, describe, expect, it } from "vitest";
import { awsVariables, describeOnScriptedAws } from "../../support/on-scripted-aws";
import { SecretsWorld } from "../../support/secrets-world";
import { hangUp, type Answers } from "../../support/terminal";

const name = (entry: string) => `smart360/production/billing/${entry}`;
const question = "billing: value of django-secret-key";

const on = describeOnScriptedAws();
let world: SecretsWorld;

beforeEach(() => {
  world = new SecretsWorld();
  on.aws.handle(world.answer);
  world.values.set("smart360/production/cache/token", "RedisToken123");
  for (const entry of ["database-url", "redis-url", "django-secret-key"]) world.values.set(name(entry), undefined);
});

/** Goes on until the command has its exit code, as the connection to the embedded default does. */
const goingOn = "const on=setInterval(()=>process.exitCode===undefined||clearInterval(on),50)";

const init = (...answers: Answers) =>
  on.project.smart360OnTerminal(["secrets", "init", "billing"], answers, {
    ...awsVariables(on.aws, on.project),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(goingOn)}`,
  });

describe("a question that is broken off", () => {
  it.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("interrupts the command and shows nothing of what is typed next: %s", async (_, key) => {
    const { code, stdout } = await init([question, `${key}hunter2`], ["hunter2", hangUp]);
    expect([code, stdout.trimEnd().split(/\s*\n/).at(-1)]).toEqual([
      130,
      "Interrupted. What is done stays, and nothing is lost: repeat the command.",
    ]);
    expect(stdout).not.toContain("hunter2");
    expect(world.values.get(name("database-url"))).toBeUndefined();
  });

  it("ends with the terminal that it was asked on", async () => {
    expect((await init([question, hangUp])).code).toBe(130);
    expect(world.values.get(name("database-url"))).toBeUndefined();
  });
});

it("takes the value that was typed, and does not show it", async () => {
  const { code, stdout } = await init([question, "hunter2"]);
  expect([code, world.values.get(name("django-secret-key"))]).toEqual([0, "hunter2"]);
  expect(stdout).not.toContain("hunter2");
});
