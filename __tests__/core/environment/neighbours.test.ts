import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../../core/environment/read";
import { anEnvironment, block } from "../../support/manifests";

const { accountId } = anEnvironment;
const file = (fields: Readonly<Record<string, unknown>>) => block({ ...anEnvironment, ...fields });
/** Reads the environment `production`, short `prod`, beside another. */
const read = (other: Readonly<Record<string, unknown>>, own: Readonly<Record<string, unknown>> = {}) => {
  const name = String(own["name"] ?? "production");
  return readEnvironment(file({ name: "production", shortName: "prod", ...own }), {
    file: `environments/${name}.json`,
    name,
    others: [typeof other["text"] === "string" ? other["text"] : file(other)],
  });
};

describe("environments of one account", () => {
  it.each([
    [
      "names that start each other, read from the shorter",
      { name: "production-eu", shortName: "eu" },
      {},
      'environments/production.json:2:11  name: got "production", and "production-eu" is in the same account: what the roles of production may do to smart360-production-* they may do to production-eu too. Rename one of them, or give it an account of its own.',
    ],
    [
      "names that start each other, read from the longer",
      { name: "production", shortName: "eu" },
      { name: "production-eu" },
      'environments/production-eu.json:2:11  name: got "production-eu", and "production" is in the same account: what the roles of production may do to smart360-production-* they may do to production-eu too. Rename one of them, or give it an account of its own.',
    ],
    [
      "one short name",
      { name: "staging", shortName: "prod" },
      {},
      'environments/production.json:3:16  shortName: got "prod", which "staging" has in the same account: their target groups would have the same names. Choose another.',
    ],
  ])("are refused with %s", (_, other, own, message) => {
    expect(() => read(other, own)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(read({ ...other, accountId: "999988887777" }, own).accountId).toBe(accountId);
  });

  it.each([
    ["names of which one only begins like the other", { name: "productions", shortName: "other" }],
    ["a file that is no environment", { text: "{" }],
    ["a file without a name", { text: JSON.stringify({ accountId, shortName: "prod" }) }],
  ])("may have %s", (_, other) => {
    expect(read(other).name).toBe("production");
  });
});
