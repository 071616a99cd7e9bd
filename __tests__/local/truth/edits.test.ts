/** The edits as they are written: each fits the platform as it is synthesized, and changes it. */
import { beforeAll, describe, expect, it } from "vitest";
import { addressOf, edited, type Edit } from "../../../local/truth/edit";
import { edits } from "../../../local/truth/edits";
import type { Json } from "../../../local/truth/plan-document";
import { Platform } from "../../support/platform";

let platform: Platform;

beforeAll(() => {
  platform = Platform.synthesize();
});

function stackOf({ stack }: Edit): Json {
  const name = stack === "service" ? platform.stacks.find((one) => one.startsWith("service-")) : stack;
  return JSON.parse(platform.text(name ?? "")) as Json;
}

const said = ({ stack, of, what }: Edit) => `${stack}, ${of}: ${what}`;

it("change the stack they are about", () => {
  const idle = edits.filter((edit) => {
    const document = stackOf(edit);
    return JSON.stringify(edited(document, edit)) === JSON.stringify(document);
  });
  expect(idle.map(said)).toEqual([]);
  expect(edits.length).toBeGreaterThan(300);
});

it("have names of their own, so that an explanation can name one", () => {
  const names = edits.map(said);
  expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
});

describe("an edit that does not fit", () => {
  const document = { resource: { aws_vpc: { Vpc_1: { cidr_block: "10.0.0.0/16", rules: [{ port: 1 }] } } } };
  const of = "aws_vpc";
  const says = (missing: string) => `The edit "e" of stack s does not fit the stack any more: no ${missing}.`;

  it.each<[string, Partial<Edit>, string]>([
    ["names a type that is not there", { of: "aws_eip" }, "aws_eip"],
    ["names a resource that is not there", { of: "aws_vpc.Other" }, "aws_vpc.Other"],
    ["removes what is not there", { remove: ["tags"] }, "tags"],
    ["sets inside what is not there", { set: { "tags.Name": "x" } }, "tags.Name"],
    ["appends to what is no list", { append: { cidr_block: "x" } }, "a list at cidr_block"],
    ["replaces a text that is not there", { text: { cidr_block: { from: "x", to: "y" } } }, '"x" in cidr_block'],
  ])("because it %s", (_, edit, missing) => {
    expect(() => edited(document, { stack: "s", of, what: "e", ...edit })).toThrow(says(missing));
  });

  it("while one that does has an address", () => {
    expect(addressOf(document, { stack: "s", of, what: "e" })).toBe("aws_vpc.Vpc_1");
    expect(addressOf(document, { stack: "s", of, what: "e", add: {} })).toBe("aws_vpc.Truth");
  });
});
