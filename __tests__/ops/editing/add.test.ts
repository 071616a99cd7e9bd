import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as ask from "../../../ops/editing/ask";
import { add, type AddOptions } from "../../../ops/commands/add";
import { editProject, type EditProject, refusal } from "../../support/edit-project";
import { sampleServices } from "../../support/sample";

/** Answers of whoever sits at the terminal; nobody does when there is none. */
let answers: Map<string, unknown> | undefined;
const asked: string[] = [];

vi.mock("../../../ops/editing/ask", async (original) => {
  const answer = (question: string, usual: unknown) => {
    asked.push(question.trim());
    const found = [...(answers ?? [])].find(([start]) => question.startsWith(start));
    return found === undefined ? usual : found[1];
  };
  return {
    ...(await original<typeof ask>()),
    canAsk: () => answers !== undefined,
    confirm: async (question: string, usual: boolean) => answer(question, usual),
    askText: async (question: string, usual: string | undefined) => answer(question, usual),
    askSome: async (question: string, choices: readonly { value: string; checked: boolean }[]) =>
      answer(
        question,
        choices.filter(({ checked }) => checked).map(({ value }) => value),
      ),
  };
});

const sample = readFileSync(sampleServices, "utf8");
const fields = { "--description": ["Tariff plans"], "--owner": ["billing-team"], "--uses": ["database"] };

let project: EditProject;

beforeEach(() => {
  project = editProject();
  answers = undefined;
  asked.length = 0;
});
afterEach(() => project.remove());

const run = (given: Readonly<Record<string, string[]>>, options: Partial<AddOptions> = {}) =>
  add(
    {
      root: project.root,
      name: "tariffs",
      given: new Map(Object.entries(given)),
      yes: false,
      dryRun: false,
      impact: false,
      json: false,
      ...options,
    },
    project.out,
  );

const diff = `--- a/services.json
+++ b/services.json
@@ -87,6 +87,14 @@
       "uses": ["database", "cache", "files"],
       "requestTimeoutSeconds": 50,
       "deregistrationDelaySeconds": 60
+    },
+    {
+      "name": "tariffs",
+      "description": "Tariff plans",
+      "owner": "billing-team",
+      "paths": ["/api/tariffs/*"],
+      "priority": 100,
+      "uses": ["database"]
     }
   ]
 }`;

describe("a name that cannot be", () => {
  it.each([
    ["Bad_Name", /"Bad_Name", must be kebab-case/],
    ["billing", /the name is already taken by services\[3\] on line \d+/],
    ["a-name-that-is-far-too-long", /name: got "a-name-that-is-far-too-long"/],
  ])("%s is refused before anything is asked", async (name, reason) => {
    answers = new Map();
    const said = await refusal(run({}, { name }));
    expect(said).toMatch(reason);
    expect(said.split("\n")).toHaveLength(2);
    expect(asked).toEqual([]);
    expect(project.text()).toBe(sample);
  });
});

describe("add", () => {
  it("takes path and next priority with --yes, and writes the entry and nothing else", async () => {
    expect(await run(fields, { yes: true })).toBe(0);
    expect(project.said().slice(0, diff.split("\n").length)).toEqual(diff.split("\n"));
    expect(project.text()).toBe(
      sample.replace(
        /\n {2}\]\n\}\n$/,
        `,
    {
      "name": "tariffs",
      "description": "Tariff plans",
      "owner": "billing-team",
      "paths": ["/api/tariffs/*"],
      "priority": 100,
      "uses": ["database"]
    }
  ]
}
`,
      ),
    );
    expect(project.files()).toEqual(["environments", "services.json"]);
  });

  it("warns of what would not fit any more", async () => {
    await run({ ...fields, "--cpu": ["512"] }, { yes: true });
    const warning = project
      .said()
      .join(" ")
      .slice(diff.length)
      .replace(/^.*?warning/, "warning");
    expect(warning).toMatch(
      /^warning: production and staging: with one instance lost, \d+ tasks? finds? no room until it is replaced\./,
    );
  });

  it("shows and writes nothing with --dry-run", async () => {
    expect(await run(fields, { yes: true, dryRun: true })).toBe(0);
    const said = project.said();
    expect(said.slice(0, diff.split("\n").length)).toEqual(diff.split("\n"));
    expect(said).toContain("Nothing was written (--dry-run).");
    expect(project.text()).toBe(sample);
  });

  it("tells a machine", async () => {
    expect(await run(fields, { yes: true, json: true })).toBe(0);
    const json = project.said().find((line) => line.startsWith("{")) ?? "";
    expect(JSON.parse(json)).toEqual({
      file: "services.json",
      changed: true,
      written: true,
      diff,
      service: {
        name: "tariffs",
        description: "Tariff plans",
        owner: "billing-team",
        paths: ["/api/tariffs/*"],
        priority: 100,
        uses: ["database"],
      },
    });
  });
});

describe("without a terminal", () => {
  it.each<[string, Readonly<Record<string, string[]>>, boolean, string]>([
    [
      "nothing given",
      {},
      false,
      "--description, --owner, --path and --priority are missing, and there is no terminal to ask on. With --yes, --path and --priority would be proposed.",
    ],
    ["with --yes", {}, true, "--description and --owner are missing, and there is no terminal to ask on."],
    [
      "one missing",
      { ...fields, "--path": ["/api/tariffs/*"] },
      false,
      "--priority is missing, and there is no terminal to ask on. With --yes, --priority would be proposed.",
    ],
  ])("%s: says which options are missing", async (_, given, yes, message) => {
    expect(await refusal(run(given, { yes }))).toBe(message);
    expect(project.text()).toBe(sample);
  });

  it("writes when everything is given", async () => {
    expect(await run({ ...fields, "--path": ["/api/tariffs/*"], "--priority": ["95"] })).toBe(0);
    expect(project.text()).toContain('"priority": 95');
  });
});

describe("on a terminal", () => {
  it("asks for what is required, what it uses, its sizes, and whether to write", async () => {
    answers = new Map<string, unknown>([
      ["description", "Tariff plans"],
      ["owner", "billing-team"],
      ["Which shared data", ["database"]],
    ]);
    expect(await run({})).toBe(0);
    expect(project.said().slice(0, diff.split("\n").length)).toEqual(diff.split("\n"));
    expect(project.text()).toContain('"tariffs"');
    expect(asked).toEqual([
      "description: What the service is for, in one sentence.",
      "owner: Team that answers for the service.",
      "paths: One to five path patterns under /api/ that the load balancer routes to the service.",
      "priority: Listener rule priority: lower is asked first. Leave gaps (10, 20, ...).",
      "Which shared data does it use?",
      "Its sizes: cpu 192, memory 1024, memoryReservation 640. Keep them?",
      "Write it?",
    ]);
  });

  it("writes only what differs from the defaults", async () => {
    answers = new Map<string, unknown>([
      ["Its sizes", false],
      ["memory:", "1536"],
    ]);
    await run({ "--description": ["Tariff plans"], "--owner": ["billing-team"] });
    const { services } = JSON.parse(project.text()) as { services: Readonly<Record<string, unknown>>[] };
    expect(services.at(-1)).toEqual({
      name: "tariffs",
      description: "Tariff plans",
      owner: "billing-team",
      paths: ["/api/tariffs/*"],
      priority: 100,
      memory: 1536,
    });
  });

  it("writes nothing when told so", async () => {
    answers = new Map<string, unknown>([["Write it?", false]]);
    expect(await run(fields)).toBe(1);
    expect(project.said()).toContain("Nothing was written.");
    expect(project.text()).toBe(sample);
  });

  it("asks nothing with --yes, nor for a machine", async () => {
    answers = new Map();
    await run(fields, { yes: true });
    expect(await refusal(run({}, { json: true, name: "plans" }))).toBe(
      "--description, --owner, --path and --priority are missing, and there is no terminal to ask on. " +
        "With --yes, --path and --priority would be proposed.",
    );
    expect(asked).toEqual([]);
  });
});

describe("what would be wrong", () => {
  const wouldBeWrong =
    "services.json stays as it is: after this edit it would be wrong. Lines and columns are those of the edited text.";

  it("is refused with its place in the edited text, all at once, and not written", async () => {
    const wrong = { ...fields, "--owner": ["Billing Team"], "--memory": ["300"], "--path": ["/api/billing/*"] };
    expect(await refusal(run(wrong, { yes: true, name: "billing" }))).toBe(
      [
        wouldBeWrong,
        'services.json:92:15  services[9] "billing" > name: the name is already taken by services[3] on line 39. Names are unique, those of retired services included.',
        'services.json:94:16  services[9] "billing" > owner: got "Billing Team", must be 2 to 40 characters: lower-case letters a-z, digits and hyphens.',
        'services.json:95:17  services[9] "billing" > paths[0]: "/api/billing/*" is already a path of services[3] "billing" on line 42. One path leads to one service.',
        'services.json:97:17  services[9] "billing" > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.',
      ].join("\n"),
    );
    expect(project.text()).toBe(sample);
  });

  it("may be wrong in one environment only", async () => {
    const environments = '{"staging":{"memory":100}}';
    expect(await refusal(run({ ...fields, "--environments": [environments] }, { yes: true }))).toBe(
      `${wouldBeWrong}\nservices.json:100:21  services[9] "tariffs" > environments > staging > memory: got 100, less than memoryReservation 640 (built-in). Raise memory to at least 640.`,
    );
  });

  it("is what finds no room on the instances", async () => {
    const large = { ...fields, "--memory": ["16000"], "--memory-reservation": ["14000"] };
    expect(await refusal(run(large, { yes: true }))).toBe(
      [
        wouldBeWrong,
        ...["production", "staging"].map(
          (name) =>
            `services.json:98:28  services[9] "tariffs" > memoryReservation: ${name}: with every service at its minimum, 2 tasks find no room. ` +
            "A task of tariffs needs 14,000 MiB, and no instance has more than 7,720 left; " +
            "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 13,312 MiB and 3,840 CPU units are reserved. " +
            "Each of these is enough: memoryReservation of tariffs 14,000 -> 3,860 MiB; cluster.instances 2 -> 5; " +
            "cluster.instanceType t3a.xlarge -> m5a.4xlarge (the cheapest that is).",
        ),
      ].join("\n"),
    );
    expect(project.text()).toBe(sample);
  });

  it("may be so already: then that is to be mended first", async () => {
    project.write(sample.replace('"priority": 10,', "").replace('"priority": 10\n', '"priority": 0\n'));
    expect(await refusal(run(fields, { yes: true }))).toBe(
      "services.json stays as it is: it is wrong already. Mend it first.\n" +
        'services.json:19:19  services[0] "identity" > priority: got 0, must be 1 to 50000.',
    );
  });
});
