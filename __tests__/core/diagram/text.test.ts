import { describe, expect, it } from "vitest";
import { textWidth } from "../../../core/diagram/text";
import { element, escaped } from "../../../core/diagram/xml";

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

describe("escaped", () => {
  it("keeps text out of the markup, and leaves out what XML cannot hold", () => {
    expect(escaped('<a b="c">&\n\u0000\u001b\ufffe')).toBe("&lt;a b=&quot;c&quot;&gt;&amp;&#10;");
  });
});

describe("element", () => {
  it("leaves out attributes without a value", () => {
    expect(element("a", { b: 1, c: undefined, d: "<" })).toBe('<a b="1" d="&lt;"/>');
    expect(element("a", {}, "text", element("b", {}))).toBe("<a>text<b/></a>");
  });
});
