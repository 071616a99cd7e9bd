import { describe, expect, it } from "vitest";
import { names } from "../../../core/naming/names";
import { testEnvironment } from "../../support/fixtures";

describe("a state's lock", () => {
  const stateKey = names.stateKey(testEnvironment(), "data");
  const id = names.lockId({ bucket: "states", stateKey });

  it("has the names that Terraform gives it", () => {
    expect([stateKey, names.lockFile(stateKey), id, names.digestId(id)]).toEqual([
      "test/data.tfstate",
      "test/data.tfstate.tflock",
      "states/test/data.tfstate",
      "states/test/data.tfstate-md5",
    ]);
  });

  it("is known by them, and a digest by its own", () => {
    expect(names.lockedByFile(names.lockFile(stateKey))).toBe(stateKey);
    expect(names.lockedByFile(stateKey)).toBeUndefined();
    expect(names.digestedBy(names.digestId(id))).toBe(id);
    expect(names.digestedBy(id)).toBeUndefined();
  });

  it.each([
    ["test/data.tfstate", true],
    ["test/data.tfstate.tflock", false],
    ["staging/data.tfstate", false],
    ["data.tfstate", false],
    ["test/notes.txt", false],
  ])("%s is a state's key: %s", (key, isState) => {
    expect(names.isStateKey(testEnvironment(), key)).toBe(isState);
  });
});
