import { describe, expect, it } from "vitest";
import { textWidth } from "../../../core/diagram/text";

describe("textWidth", () => {
  it("adds the widths of characters, in the unit of the font size", () => {
    expect(textWidth("", 13, "normal")).toBe(0);
    expect(textWidth("ii", 1_000, "normal")).toBe(556);
    expect(textWidth("CloudFront", 14, "bold")).toBeGreaterThan(textWidth("CloudFront", 14, "normal"));
  });

  it("takes what it does not know for wide", () => {
    expect(textWidth("漢🚰", 100, "normal")).toBe(260);
  });
});
