import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../../core/secrets/entries";
import { databaseUrl, leadsToRedis, passwordIn, redisUrl } from "../../../core/secrets/urls";
import { masked, scramVerifier } from "../../../core/secrets/verifier";

const place = { host: "db.internal", port: 5433, database: "work_orders", role: "work_orders" };

describe("databaseUrl", () => {
  it("encodes what a URL reserves", () => {
    expect(databaseUrl({ ...place, password: "a/b@c:d?e#f%g'(h)!*" })).toBe(
      "postgresql://work_orders:a%2Fb%40c%3Ad%3Fe%23f%25g%27%28h%29%21%2A@db.internal:5433/work_orders?sslmode=verify-full",
    );
  });

  it("gives any password back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (password) => {
        expect(passwordIn(databaseUrl({ ...place, password }), place)).toBe(password);
      }),
    );
  });

  it.each([
    "nonsense",
    "mysql://work_orders:p@db.internal:5433/work_orders",
    "postgresql://other:p@db.internal:5433/work_orders",
    "postgresql://work_orders:p@elsewhere:5433/work_orders",
    "postgresql://work_orders:p@db.internal:5432/work_orders",
    "postgresql://work_orders:p@db.internal:5433/other",
    "postgresql://work_orders@db.internal:5433/work_orders",
    "postgresql://work_orders:%zz@db.internal:5433/work_orders",
  ])("finds no password in %s", (value) => expect(passwordIn(value, place)).toBeUndefined());
});

it.each<[string, boolean]>([
  ["rediss://:Token1@cache.internal:6379/0", true],
  ["rediss://:Token1@cache.internal:6379/3", true],
  ["rediss://:Token2@cache.internal:6379/0", false],
  ["rediss://:Token1@elsewhere:6379/0", false],
  ["rediss://:Token1@cache.internal:6380/0", false],
  ["redis://:Token1@cache.internal:6379/0", false],
  ["nonsense", false],
  ["", false],
])("knows whether %j leads to Redis", (value, leads) => {
  expect(leadsToRedis(value, "cache.internal", 6379, "Token1")).toBe(leads);
});

it("knows its own URL with a token that a URL would encode", () => {
  const token = "a^b#c&d$e";
  expect(leadsToRedis(redisUrl("cache.internal", 6379, token), "cache.internal", 6379, token)).toBe(true);
});

it("redisUrl is what redis-py reads", () => {
  expect(redisUrl("cache.internal", 6379, "Token1")).toBe("rediss://:Token1@cache.internal:6379/0");
});

describe("scramVerifier", () => {
  it("is RFC 7677's example", () => {
    expect(scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"))).toBe(
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    );
  });
});

it("masked leaves neither a secret nor a verifier", () => {
  const verifier = scramVerifier("x", Buffer.alloc(16));
  expect(masked([`PASSWORD '${verifier}'; p.*w`, "fine"], ["p.*w", ""])).toEqual(["PASSWORD '*** ***", "fine"]);
});

describe("entriesOf", () => {
  const environment = { name: "test", shortName: "test", accountId: "123456789012" };
  const of = (service: Partial<Parameters<typeof entriesOf>[1]>) =>
    entriesOf(environment, { name: "billing", uses: [], secrets: {}, ...service });

  it("tells where each value comes from", () => {
    const entries = of({ uses: ["database", "cache", "files"], secrets: { KEY: "key" } });
    expect(entries.map(({ entry, origin, name }) => [entry, origin, name])).toEqual([
      ["database-url", "database", "smart360/test/billing/database-url"],
      ["redis-url", "cache", "smart360/test/billing/redis-url"],
      ["key", "given", "smart360/test/billing/key"],
    ]);
  });

  it("lists an entry once, with all variables that read it", () => {
    expect(of({ secrets: { A: "key", B: "key" } })).toMatchObject([{ entry: "key", variables: ["A", "B"] }]);
  });

  it("composes nothing for an entry that only has the name of one", () => {
    expect(of({ secrets: { DATABASE_URL: "database-url" } })).toMatchObject([{ origin: "given" }]);
  });
});
