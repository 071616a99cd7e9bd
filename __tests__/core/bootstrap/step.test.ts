import { expect, it } from "vitest";
import { bootstrapStep } from "../../../core/bootstrap/step";

const state = (lineage: string, serial: number, resources = 10) => ({ lineage, serial, resources });

it.each([
  ["nothing anywhere", undefined, undefined, "create"],
  ["applied, not migrated", undefined, state("a", 3), "create"],
  ["apply interrupted before its first resource", undefined, state("a", 1, 0), "create"],
  ["an empty state in the bucket", state("b", 1, 0), state("a", 3), "create"],
  ["migrated, local copy left", state("a", 3), state("a", 3), "settled"],
  ["migrated and applied since, local copy left", state("a", 7), state("a", 3), "settled"],
  ["migrated, local copy emptied", state("a", 3), state("a", 4, 0), "settled"],
  ["migrated and cleaned up", state("a", 3), undefined, "settled"],
  ["local state went on after it was copied", state("a", 3), state("a", 4), "migrate"],
  ["two bootstraps", state("b", 3), state("a", 3), "conflict"],
] as const)("%s", (_, remote, local, expected) => {
  expect(bootstrapStep(remote, local)).toBe(expected);
});
