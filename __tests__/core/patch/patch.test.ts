import { describe, expect, it } from "vitest";
import {
  behind,
  describeProgress,
  describeStanding,
  describeWaysOn,
  finished,
  isOver,
  looked,
  type Refresh,
  type Standing,
} from "../../../core/patch/patch";

/** The group with an instance for each AMI; `new` is the recommended one. */
const standing = (imageIds: readonly string[], refresh?: Refresh): Standing => ({
  group: "test-instances",
  imageId: "new",
  instances: imageIds.map((imageId, index) => ({ id: `i-${index}`, imageId })),
  ...(refresh === undefined ? {} : { refresh }),
});

const refresh = (status: string, reason?: string): Refresh => ({
  id: "r-1",
  status,
  ...(reason === undefined ? {} : { reason }),
});

describe("a look", () => {
  it.each([
    [[], [], "upToDate", "There is no instance: the next one starts up to date."],
    [["new"], [], "upToDate", "Nothing is behind."],
    [["new", "new"], [], "upToDate", "Nothing is behind."],
    [["old", "new"], ["i-0"], "behind", "1 of 2 instances is behind."],
    [["old"], ["i-0"], "behind", "1 of 1 instance is behind."],
    [["old", "new", "older"], ["i-0", "i-2"], "behind", "2 of 3 instances are behind."],
  ])("at %j finds %j behind", (imageIds, late, outcome, text) => {
    const seen = standing(imageIds);
    expect(behind(seen).map(({ id }) => id)).toEqual(late);
    expect(looked(seen)).toEqual({ outcome, text });
  });

  it("lists each instance and the refresh that is under way", () => {
    expect(describeStanding(standing(["old", "new"], { ...refresh("InProgress"), percentageComplete: 50 }))).toEqual([
      "test-instances: AWS recommends new.",
      "  i-0  old  behind",
      "  i-1  new  up to date",
      "Instance refresh r-1 is under way: InProgress, 50 %",
    ]);
    expect(describeStanding(standing([]))).toEqual(["test-instances: AWS recommends new."]);
  });
});

describe("a refresh", () => {
  it.each([
    ["Pending", false],
    ["InProgress", false],
    ["Baking", false],
    ["Cancelling", false],
    ["RollbackInProgress", false],
    ["AStatusOfTomorrow", false],
    ["Successful", true],
    ["Failed", true],
    ["Cancelled", true],
    ["RollbackSuccessful", true],
    ["RollbackFailed", true],
    ["toString", false],
  ])("%s: over is %s", (status, over) => expect(isOver(refresh(status))).toBe(over));

  it.each<[Partial<Refresh>, string]>([
    [{}, "InProgress"],
    [{ percentageComplete: 0 }, "InProgress, 0 %"],
    [{ percentageComplete: 50, instancesToUpdate: 1 }, "InProgress, 50 %, 1 instance to update"],
    [{ instancesToUpdate: 0, reason: "Waiting." }, "InProgress, 0 instances to update: Waiting."],
  ])("shows %j", (facts, text) => expect(describeProgress({ ...refresh("InProgress"), ...facts })).toBe(text));

  it.each([
    [refresh("Successful"), ["new", "new"], "patched", "Instance refresh r-1 succeeded: no instance is behind new."],
    [refresh("Successful"), [], "patched", "Instance refresh r-1 succeeded: no instance is behind new."],
    [
      refresh("Successful"),
      ["old", "new"],
      "behind",
      "Instance refresh r-1 succeeded, and 1 of 2 instances is behind new. " +
        "The AMI moved on after the refresh had begun: run `smart360 patch` again.",
    ],
    [
      refresh("Failed", "Launches fail."),
      ["old", "old"],
      "failed",
      "Instance refresh r-1 failed, 2 of 2 instances are behind new. Launches fail.",
    ],
    [
      refresh("Failed"),
      ["old", "new"],
      "failed",
      "Instance refresh r-1 failed, 1 of 2 instances is behind new. AWS gives no reason.",
    ],
    [
      refresh("Cancelled", "Cancelled by user."),
      ["new", "new"],
      "failed",
      "Instance refresh r-1 was cancelled, 0 of 2 instances are behind new. Cancelled by user.",
    ],
    [
      refresh("RollbackSuccessful", "Alarm."),
      ["old"],
      "failed",
      "Instance refresh r-1 was rolled back, 1 of 1 instance is behind new. Alarm.",
    ],
    [
      refresh("RollbackFailed", "Alarm."),
      ["old"],
      "failed",
      "Instance refresh r-1 could not be rolled back, 1 of 1 instance is behind new. Alarm.",
    ],
  ])("%j with %j ends as %s", (last, imageIds, outcome, text) => {
    expect(finished(last, standing(imageIds))).toEqual({ outcome, text });
  });

  it("can be left alone", () => {
    expect(describeWaysOn("r-1", { name: "test", region: "eu-west-1" }, "test-instances")).toBe(
      "Instance refresh r-1 goes on. To follow it: smart360 patch -e test. To cancel it: " +
        "aws autoscaling cancel-instance-refresh --region eu-west-1 --auto-scaling-group-name test-instances",
    );
  });
});
