import { describe, expect, it } from "vitest";
import { protect } from "../../../modules/common/protection";

describe("protect", () => {
  it.each([true, false])("makes Terraform refuse to destroy data: %s", (protectData) => {
    expect(protect(protectData)).toEqual({ preventDestroy: protectData });
  });
});
