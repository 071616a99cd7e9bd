import { beforeEach, describe, expect, it } from "vitest";
import { secretsStatus } from "../../../ops/commands/secrets-status";
import { describeOnScriptedAws } from "../../support/on-scripted-aws";
import { SecretsWorld } from "../../support/secrets-world";

const on = describeOnScriptedAws();
let world: SecretsWorld;

beforeEach(() => {
  world = new SecretsWorld();
  on.aws.handle(world.answer);
});

async function run(options: { readonly service?: string; readonly json?: boolean } = {}) {
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  const code = await secretsStatus(
    {
      root: on.project.root,
      environment: "production",
      service: options.service ?? "billing",
      offline: false,
      json: options.json === true,
    },
    { isTerminal: false, print, note: print, bold: (text) => text },
  );
  return { code, printed };
}

describe("secrets status", () => {
  it("tells of each entry whether it is there, has a value, and when it changed; reads no value", async () => {
    world.values.set("smart360/production/billing/database-url", "postgresql://hidden");
    world.values.set("smart360/production/billing/redis-url", undefined);
    world.values.set("smart360/production/billing/django-secret-key", "hidden");
    world.beingDeleted.add("smart360/production/billing/django-secret-key");
    expect(await run()).toMatchInlineSnapshot(`
      {
        "code": 0,
        "printed": [
          "service  entry              variable           changed     state",
          "------------------------------------------------------------------------",
          "billing  database-url       DATABASE_URL       2026-09-21  ok",
          "billing  redis-url          REDIS_URL          -           no value",
          "billing  django-secret-key  DJANGO_SECRET_KEY  -           being deleted",
          "",
          "1 being deleted: restore it with \`aws secretsmanager restore-secret\`",
          "1 without a value: smart360 secrets init",
        ],
      }
    `);
    expect(on.aws.calls.map(({ action }) => action)).not.toContain("GetSecretValue");
  });

  it("is content when every secret has a value", async () => {
    for (const entry of ["database-url", "redis-url", "django-secret-key"])
      world.values.set(`smart360/production/billing/${entry}`, "hidden");
    const { code, printed } = await run();
    expect([code, printed.at(-1)]).toEqual([0, "Every secret has a value."]);
  });

  it("prints JSON for machines", async () => {
    world.values.set("smart360/production/billing/database-url", "postgresql://hidden");
    const { printed } = await run({ json: true });
    const document = JSON.parse(printed.join("\n")) as { environment: string; secrets: readonly object[] };
    expect(document.environment).toBe("production");
    expect(document.secrets[0]).toEqual({
      service: "billing",
      entry: "database-url",
      variables: ["DATABASE_URL"],
      name: "smart360/production/billing/database-url",
      origin: "database",
      state: "ok",
      changed: "2026-09-21T14:13:20.000Z",
    });
    expect(printed.join("")).not.toContain("hidden");
  });

  it("refuses an unknown service", async () => {
    await expect(run({ service: "bilking" })).rejects.toThrow('There is no service "bilking". Did you mean "billing"?');
  });
});
