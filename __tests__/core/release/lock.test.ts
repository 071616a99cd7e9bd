import { describe, expect, it } from "vitest";
import { describeHolder, lockInfo, processOf, readLockInfo } from "../../../core/release/lock";

const now = new Date("2026-09-29T14:00:00Z");
const place = { bucket: "states", table: "locks", stateKey: "production/service-billing.tfstate" };
const request = { id: "1-2", what: "rollback", who: "jenkins@builder-1", processId: 4711, now };

describe("the lock of a release", () => {
  it("is written with Terraform's fields", () => {
    expect(lockInfo(place, request)).toEqual({
      ID: "1-2",
      Operation: "smart360 ship",
      Info: "rollback, process 4711",
      Who: "jenkins@builder-1",
      Version: "smart360",
      Created: "2026-09-29T14:00:00.000Z",
      Path: "states/production/service-billing.tfstate",
    });
  });

  it.each([
    [undefined, "rollback, process 4711"],
    ["", "rollback, process 4711"],
    ["https://jenkins/job/billing/12/", "rollback, https://jenkins/job/billing/12/, process 4711"],
  ])("names the build %s", (build, info) => expect(lockInfo(place, { ...request, build }).Info).toBe(info));

  it("can be read again, and tells its process to the machine that wrote it", () => {
    const info = lockInfo(place, request);
    expect(readLockInfo(JSON.stringify(info))).toEqual(info);
    expect(processOf(info, "jenkins@builder-1")).toBe(4711);
    expect(processOf(info, "jenkins@builder-2")).toBeUndefined();
    expect(processOf({ ...info, Operation: "OperationTypeApply" }, "jenkins@builder-1")).toBeUndefined();
    expect(processOf({ ...info, Info: "" }, "jenkins@builder-1")).toBeUndefined();
  });

  it.each(["", "{", "null", "[]", "{}", '{"ID": 1}', '{"Operation": "x"}'])("is not read from %s", (text) => {
    expect(readLockInfo(text)).toBeUndefined();
  });
});

describe("its holder", () => {
  it.each([
    ["OperationTypePlan", "", "(terraform plan)"],
    ["OperationTypeApply", "by hand", "(terraform apply: by hand)"],
    ["migration destination state", "", "(migration destination state)"],
    ["smart360 ship", "redeploy, process 1", "(smart360 ship: redeploy, process 1)"],
  ])("is told with %s %s", (Operation, Info, text) => {
    const info = { ...lockInfo(place, request), Operation, Info, Created: "2026-09-29T13:55:30.5Z" };
    expect(describeHolder(info, now)).toBe(`jenkins@builder-1 since 2026-09-29 13:55:30 UTC, 4 minutes ago ${text}`);
  });

  it("is told without a time where the lock tells none, and without a name", () => {
    const info = { ...lockInfo(place, request), Who: "", Operation: "OperationTypeApply", Info: "", Created: "" };
    expect(describeHolder(info, now)).toBe("somebody (terraform apply)");
  });
});
