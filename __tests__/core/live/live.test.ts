import { describe, expect, it } from "vitest";
import { judgeLeftOvers, judgeLocks, judgeSecrets, judgeStates, type LiveLock } from "../../../core/live/live";

const keys = new Map(["network", "registry", "service-billing"].map((stack) => [stack, `production/${stack}.tfstate`]));
const states = [...keys.values()].map((key) => ({ key, resources: undefined }));

describe("states", () => {
  it("are as the app has them", () => {
    expect(judgeStates(states, { keys, retired: [] })).toEqual({
      what: "states",
      found: "3 stacks of 3 have one",
      problems: [],
      notes: [],
    });
  });

  it("may be missing: then a stack was not deployed yet", () => {
    expect(judgeStates(states.slice(0, 1), { keys, retired: [] })).toMatchObject({
      found: "1 stack of 3 have one",
      notes: ["not deployed yet: registry and service-billing"],
    });
  });

  it("of no stack are orphans, unless nothing is in them", () => {
    const orphans = [
      { key: "production/service-old.tfstate", resources: 16 },
      { key: "production/service-odd.tfstate", resources: undefined },
      { key: "production/service-empty.tfstate", resources: 0 },
    ];
    const advice =
      "nothing plans them any more. When its service's entry is gone from services.json, put it back and retire it (`smart360 remove`).";
    expect(judgeStates([...states, ...orphans], { keys, retired: [] })).toEqual({
      what: "states",
      found: "3 stacks of 3 have one",
      problems: [
        `production/service-old.tfstate belongs to no stack of the app, and holds 16 resources: ${advice}`,
        `production/service-odd.tfstate belongs to no stack of the app, and holds resources: ${advice}`,
      ],
      notes: ["production/service-empty.tfstate belongs to no stack any more, and is empty. It can be deleted."],
    });
  });

  it("that are left over are told in one sentence", () => {
    const [a, b] = ["a", "b"].map((name, index) => ({
      key: `production/service-${name}.tfstate`,
      resources: 16 - index,
    }));
    if (a === undefined || b === undefined) throw new Error("there are two");
    expect(judgeLeftOvers([])).toEqual([]);
    expect(judgeLeftOvers([a])).toEqual([
      `production/service-a.tfstate belongs to no stack of the app, and holds 16 resources: nothing plans them any more. When its service's entry is gone from services.json, put it back and retire it (\`smart360 remove\`).`,
    ]);
    expect(judgeLeftOvers([a, b])).toEqual([
      `production/service-a.tfstate (16 resources) and production/service-b.tfstate (15 resources) belong to no stack of the app: nothing plans them any more. When their services' entries are gone from services.json, put them back and retire them (\`smart360 remove\`).`,
    ]);
  });

  it("of retired services tell whether the stack was applied", () => {
    const leaving = (resources: number) =>
      judgeStates([{ key: "production/service-billing.tfstate", resources }], { keys, retired: ["service-billing"] })
        .notes;
    expect(leaving(16)).toContain(
      "the service of service-billing is retired, and the stack still holds 16 resources: apply it.",
    );
    expect(leaving(0)).toContain("the service of service-billing is retired, and nothing of the stack is left.");
  });
});

describe("locks", () => {
  const now = Date.parse("2026-05-04T12:00:00Z");
  const lock = (since: string): LiveLock => ({
    key: "production/data.tfstate",
    id: "0f5c",
    who: "ana@laptop",
    operation: "apply",
    sinceMs: Date.parse(since),
  });

  it.each([
    ["2026-05-04T11:59:00Z", "1 minute"],
    ["2026-05-04T10:00:01Z", "119 minutes"],
    ["2026-05-04T12:00:05Z", "0 minutes"],
  ])("since %s are held", (since, age) => {
    expect(judgeLocks([lock(since)], now)).toEqual({
      what: "locks",
      found: "1 held",
      problems: [],
      notes: [`production/data.tfstate is locked by ana@laptop (apply) for ${age}.`],
    });
  });

  it.each([
    ["2026-05-04T10:00:00Z", " for 2 hours"],
    ["2026-05-02T12:00:00Z", " for 2 days"],
    ["unknown", ""],
  ])("since %s are stale", (since, age) => {
    expect(judgeLocks([lock(since)], now)).toEqual({
      what: "locks",
      found: "1 held",
      problems: [
        `production/data.tfstate is locked by ana@laptop (apply)${age}. No apply takes that long. ` +
          "When nobody works on it, `terraform force-unlock 0f5c` in the stack's folder of cdktf.out/stacks.",
      ],
      notes: [],
    });
  });

  it("may not be there", () => {
    expect(judgeLocks([], now)).toEqual({ what: "locks", found: "none held", problems: [], notes: [] });
  });
});

describe("secrets", () => {
  it("exist without a value, or not yet", () => {
    const live = new Map([
      ["a", true],
      ["b", false],
      ["stranger", false],
    ]);
    expect(judgeSecrets(["a", "b", "c"], live)).toEqual({
      what: "secrets",
      found: "1 of 3 have a value",
      problems: [],
      notes: [
        "not there yet: c. Applying registry makes them.",
        "without a value: b. `smart360 secrets init` sets them.",
      ],
    });
  });

  it("are counted when they are many", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    expect(judgeSecrets(names, new Map()).notes).toEqual([
      "not there yet: a, b, c, d and 2 more. Applying registry makes them.",
    ]);
    expect(judgeSecrets(names.slice(1), new Map()).notes).toEqual([
      "not there yet: b, c, d, e and f. Applying registry makes them.",
    ]);
  });
});
