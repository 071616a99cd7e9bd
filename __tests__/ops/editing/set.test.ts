import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { set, type SetOptions } from "../../../ops/commands/set";
import { editProject, type EditProject, refusal } from "../../support/edit-project";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");

let project: EditProject;

beforeEach(() => {
  project = editProject();
});
afterEach(() => project.remove());

const run = (field: string, words: readonly string[], options: Partial<SetOptions> = {}) =>
  set(
    {
      root: project.root,
      name: "billing",
      field,
      words,
      unset: false,
      yes: false,
      dryRun: false,
      impact: false,
      json: false,
      ...options,
    },
    project.out,
  );

describe("set", () => {
  it.each<[string, string[], string, (text: string) => string]>([
    [
      "memory",
      ["2048"],
      "billing > memory: 1536 -> 2048 (set for billing)",
      (text) => text.replace(/("name": "billing"[^}]*"memory": )1536/, "$12048"),
    ],
    [
      "uses",
      ["cache,files"],
      'billing > uses: ["database","cache"] (from defaults, for every service) -> ["cache","files"] (set for billing)',
      (text) => text.replace(/("name": "billing"[^}]*896)/, '$1,\n      "uses": ["cache", "files"]'),
    ],
    [
      "environment.LOG_LEVEL",
      ["debug"],
      "billing > environment > LOG_LEVEL: not set -> debug (set for billing)",
      (text) =>
        text.replace(
          /("name": "billing"[^}]*896)/,
          '$1,\n      "environment": {\n        "LOG_LEVEL": "debug"\n      }',
        ),
    ],
    [
      "description",
      ["Bills", "and", "tariffs"],
      "billing > description: Bills, tariffs applied and adjustments -> Bills and tariffs (set for billing)",
      (text) => text.replace("Bills, tariffs applied and adjustments", "Bills and tariffs"),
    ],
  ])("%s %j", async (field, words, line, edited) => {
    expect(await run(field, words)).toBe(0);
    expect(project.said()[0]).toBe(line);
    expect(project.text()).toBe(edited(sample));
  });

  it("tells each environment where they differ", async () => {
    await run("environments.staging.memory", ["1200"]);
    expect(project.said().slice(0, 3)).toEqual([
      "billing > memory:",
      "  production: 1536 (set for billing), as before",
      "  staging: 1536 (set for billing) -> 1200 (set for billing in staging)",
    ]);
    await run("memory", ["2048"]);
    expect(project.said().slice(0, 3)).toEqual([
      "billing > memory:",
      "  production: 1536 -> 2048 (set for billing)",
      "  staging: 1200 (set for billing in staging), as before",
    ]);
  });

  it("falls back to the default with --unset, and says to which", async () => {
    await run("memory", [], { unset: true });
    expect(project.said()[0]).toBe("billing > memory: 1536 (set for billing) -> 1024 (the built-in default)");
    expect(project.text()).toBe(sample.replace(/("name": "billing"[^}]*)"memory": 1536,\n {6}/, "$1"));
    await run("scaling.max", ["6"]);
    await run("scaling.max", [], { unset: true });
    expect(project.text()).toBe(sample.replace(/("name": "billing"[^}]*)"memory": 1536,\n {6}/, "$1"));
  });

  it("takes a service back into use", async () => {
    project.write(sample.replace('"cpu": 256,', '"cpu": 256,\n      "retired": true,'));
    await run("retired", [], { unset: true, name: "metering" });
    expect(project.text()).toBe(sample);
  });

  it("changes nothing where it says so already", async () => {
    expect(await run("memory", ["1536"])).toBe(0);
    expect(project.said()).toEqual(["services.json says so already: nothing to change."]);
    expect(await run("scaling", [], { unset: true })).toBe(0);
    expect(project.text()).toBe(sample);
  });

  it("tells a machine", async () => {
    await run("memory", ["2048"], { json: true, dryRun: true });
    expect(JSON.parse(project.said()[0] ?? "")).toMatchObject({
      changed: true,
      written: false,
      service: "billing",
      field: "memory",
      environments: ["production", "staging"].map((environment) => ({
        environment,
        before: { value: 1536, origin: "service" },
        after: { value: 2048, origin: "service" },
      })),
    });
  });

  it("mends a file that is wrong", async () => {
    project.write(sample.replace('"memory": 1536', '"memory": 15360000'));
    expect(await run("memory", ["1536"], { name: "metering" })).toBe(0);
    expect(project.said()[0]).toBe("metering > memory: 1536 (set for metering)");
    expect(project.text()).toBe(sample);
  });
});

describe("what it refuses", () => {
  it.each<[string, string[], Partial<SetOptions>, string]>([
    ["memroy", ["1"], {}, 'A service has no field "memroy". Did you mean "memory"?'],
    ["memory", ["much"], {}, 'memory takes a number, got "much".'],
    ["memory", ["1"], { name: "biling" }, 'There is no service "biling". Did you mean "billing"?'],
    [
      "memory",
      [],
      {},
      "A value for memory is missing. Give it behind the field, or --unset to fall back to the default.",
    ],
    ["memory", ["1"], { unset: true }, "Give either a value or --unset, not both."],
    ["owner", [], { unset: true }, '"owner" is required: it cannot be unset. Set another value instead.'],
    [
      "name",
      ["invoicing"],
      {},
      'A service cannot be renamed: its resources carry the name "billing". Add the new one, release it, then take this one out: `smart360 add`, `smart360 remove billing`.',
    ],
    [
      "retired",
      ["true"],
      {},
      "Services are taken out of use by `smart360 remove billing`, which tells what that destroys.",
    ],
    [
      "environments.staging.retired",
      ["purge"],
      {},
      "Services are taken out of use by `smart360 remove billing -e staging`, which tells what that destroys.",
    ],
    [
      "memory",
      ["300"],
      {},
      "services.json stays as it is: after this edit it would be wrong. Lines and columns are those of the edited text.\n" +
        'services.json:45:17  services[3] "billing" > memory: got 300, less than memoryReservation 896. Raise memory to at least 896.',
    ],
    [
      "environments.stagign.memory",
      ["2048"],
      {},
      "services.json stays as it is: after this edit it would be wrong. Lines and columns are those of the edited text.\n" +
        'services.json:48:9  services[3] "billing" > environments > stagign: there is no environment "stagign". Did you mean "staging"?',
    ],
  ])("%s %j", async (field, words, options, message) => {
    expect(await refusal(run(field, words, options))).toBe(message);
    expect(project.text()).toBe(sample);
  });
});
