import { describe, expect, it } from "vitest";
import { lockInfo } from "../../../core/release/lock";
import type { SecretRow, SecretState } from "../../../core/secrets/status";
import { judgeLeftOvers, judgeLocks, judgeSecrets, judgeStates, type LiveLock } from "../../../core/live/live";

const keys = new Map(["network", "registry", "service-billing"].map((stack) => [stack, `production/${stack}.tfstate`]));
const states = [...keys.values()].map((key) => ({ key, resources: undefined }));

describe("states", () => {
  it("are as the app has them", () => {
    expect(judgeStates(states, { keys, retired: [] }, [])).toEqual({
      what: "states",
      found: "3 stacks of 3 have one",
      problems: [],
      notes: [],
    });
  });

  it("may be missing: then a stack was not deployed yet", () => {
    expect(judgeStates(states.slice(0, 1), { keys, retired: [] }, [])).toMatchObject({
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
    expect(judgeStates([...states, ...orphans], { keys, retired: [] }, [])).toEqual({
      what: "states",
      found: "3 stacks of 3 have one",
      problems: [
        `production/service-old.tfstate belongs to no stack of the app, and holds 16 resources: ${advice}`,
        `production/service-odd.tfstate belongs to no stack of the app, and holds resources: ${advice}`,
      ],
      notes: ["production/service-empty.tfstate belongs to no stack any more, and is empty. It can be deleted."],
    });
  });

  it("lie in the bucket alone", () => {
    expect(judgeStates(states, { keys, retired: [] }, ["notes.txt"]).problems).toEqual([
      "notes.txt is no state of this environment, and the app puts nothing else into the bucket. Look whose it is, and take it away.",
    ]);
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
      judgeStates(
        [{ key: "production/service-billing.tfstate", resources }],
        { keys, retired: ["service-billing"] },
        [],
      ).notes;
    expect(leaving(16)).toContain(
      "the service of service-billing is retired, and the stack still holds 16 resources: apply it.",
    );
    expect(leaving(0)).toContain("the service of service-billing is retired, and nothing of the stack is left.");
  });
});

describe("locks", () => {
  const now = new Date("2026-05-04T12:00:00Z");
  const place = { bucket: "states", table: "locks", stateKey: "production/data.tfstate" };
  const lock = (Created: string): LiveLock => {
    const written = lockInfo(place, { id: "0f5c", what: "", who: "ana@laptop", processId: 1, now });
    return { place, info: { ...written, Operation: "OperationTypeApply", Info: "", Created } };
  };

  it.each([
    ["2026-05-04T11:59:00Z", "11:59:00 UTC, 1 minute ago"],
    ["2026-05-04T10:00:01Z", "10:00:01 UTC, 1 hour ago"],
    ["2026-05-04T12:00:05Z", "12:00:05 UTC, 0 seconds ago"],
  ])("since %s are held", (since, age) => {
    expect(judgeLocks([lock(since)], now)).toEqual({
      what: "locks",
      found: "1 held",
      problems: [],
      notes: [`production/data.tfstate is locked by ana@laptop since 2026-05-04 ${age} (terraform apply).`],
    });
  });

  it.each([
    ["2026-05-04T10:00:00Z", " since 2026-05-04 10:00:00 UTC, 2 hours ago"],
    ["2026-05-02T12:00:00Z", " since 2026-05-02 12:00:00 UTC, 2 days ago"],
    ["unknown", ""],
  ])("since %s are stale", (since, age) => {
    expect(judgeLocks([lock(since)], now)).toEqual({
      what: "locks",
      found: "1 held",
      problems: [
        `production/data.tfstate is locked by ana@laptop${age} (terraform apply). No apply takes that long. ` +
          "When nobody works on it, `terraform force-unlock 0f5c` in the stack's folder of cdktf.out/stacks.",
      ],
      notes: [],
    });
  });

  it("may be none that Terraform could free", () => {
    expect(judgeLocks([{ place, info: undefined }], now).problems).toEqual([
      "production/data.tfstate is locked, and the lock is none that Terraform wrote or could free. When nobody works on it, " +
        "delete production/data.tfstate.tflock in the bucket, and the item states/production/data.tfstate in the table locks.",
    ]);
  });

  it("may not be there", () => {
    expect(judgeLocks([], now)).toEqual({ what: "locks", found: "none held", problems: [], notes: [] });
  });
});

describe("secrets", () => {
  const where = { environment: "staging", target: "offline" } as const;
  const row = (name: string, state: SecretState): SecretRow => ({
    service: "billing",
    entry: name,
    variables: [],
    name,
    origin: "given",
    state,
    changed: null,
  });

  it("exist without a value, or not yet", () => {
    const rows = [row("a", "ok"), row("b", "no value"), row("c", "missing"), row("d", "missing")];
    expect(judgeSecrets(rows, where)).toEqual({
      what: "secrets",
      found: "1 of 4 have a value",
      problems: [],
      notes: [
        "2 not in Secrets Manager: apply the stack registry (c and d)",
        "1 without a value: smart360 secrets init -e staging --offline (b)",
      ],
    });
  });

  it("that are being deleted are wrong: their names are taken, and nothing applied brings them back", () => {
    expect(judgeSecrets([row("a", "being deleted")], where)).toEqual({
      what: "secrets",
      found: "0 of 1 have a value",
      problems: ["1 being deleted: restore it with `aws secretsmanager restore-secret` (a)"],
      notes: [],
    });
  });

  it("are counted when they are many", () => {
    const notes = (...names: readonly string[]) =>
      judgeSecrets(
        names.map((name) => row(name, "missing")),
        where,
      ).notes;
    expect(notes("a", "b", "c", "d", "e", "f")).toEqual([
      "6 not in Secrets Manager: apply the stack registry (a, b, c, d and 2 more)",
    ]);
    expect(notes("b", "c", "d", "e", "f")).toEqual([
      "5 not in Secrets Manager: apply the stack registry (b, c, d, e and f)",
    ]);
  });
});
