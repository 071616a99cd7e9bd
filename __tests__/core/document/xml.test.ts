import { describe, expect, it } from "vitest";
import { element, escaped } from "../../../core/document/xml";

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
