import {
  App,
  DefaultTokenResolver,
  Fn,
  Lazy,
  StringConcat,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
  Tokenization,
} from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { useFastResolver } from "../../../modules/common/fast-resolver";
import { Platform } from "../../support/platform";

const outdir = mkdtempSync(join(tmpdir(), "resolver-"));
const scope = new TerraformStack(new App({ outdir }), "stack");
const variable = new TerraformVariable(scope, "variable", { type: "string" });
const text = variable.stringValue;
const listed = Token.asList(Fn.split(",", text));
const cycle: Record<string, unknown> = {};
cycle["self"] = { cycle };

/** A value's resolution, or the message of its failure. */
function outcome(value: unknown): unknown {
  try {
    return { resolved: Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

let restore = (): void => undefined;
afterEach(() => {
  restore();
  restore = () => undefined;
});
afterAll(() => rmSync(outdir, { recursive: true }));

describe("useFastResolver", () => {
  it("leaves every stack as it is, byte for byte", () => {
    const plain = Platform.synthesize();
    restore = useFastResolver();
    const fast = Platform.synthesize();
    expect(fast.stacks).toEqual(plain.stacks);
    for (const stack of plain.stacks) expect(fast.text(stack)).toBe(plain.text(stack));
    expect(fast.manifestText).toBe(plain.manifestText);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a boolean", false],
    ["an empty string", ""],
    ["a plain string", "text"],
    ["a string with braces of its own", "${aws_vpc.main.id} and }"],
    ["a string with an exponent", "1e5 and v2.0e-3"],
    ["a token", text],
    ["a token inside a string", `arn:${text}:end`],
    ["two tokens and an escape", `\${path.module}/${text}/${text}`],
    ["a resolvable", Token.asAny({ nested: text })],
    ["a number", 12.5],
    ["a negative number", -7],
    ["not a number", Number.NaN],
    ["a number token", Token.asNumber(Fn.lengthOf(listed))],
    ["a number token inside a string", `${Token.asNumber(Fn.lengthOf(listed))} items`],
    ["a date", new Date(0)],
    ["a list", ["a", text, 1, null, undefined, { b: undefined }]],
    ["empty lists and objects", { list: [], object: {} }],
    ["a list token", listed],
    ["a list token inside an object", { nested: [{ names: listed }] }],
    ["a list token beside another element", [...listed, "more"]],
    ["a list of number tokens", Token.asNumberList(Fn.split(",", text))],
    ["a map token", Token.asStringMap(Fn.tomap({ a: text }))],
    ["a token as a key", { [text]: "value" }],
    ["a placeholder of a map token", "String Map Token Value"],
    ["a lazy value that is undefined", { kept: 1, gone: Lazy.anyValue({ produce: () => undefined }) }],
    ["a function call over plain data", Fn.jsonencode({ Statement: [{ Effect: "Allow", Resource: ["a", 1, true] }] })],
    ["a function call over tokens", Fn.jsonencode({ list: listed, [`k-${text}`]: [text, { deep: `x${text}` }] })],
    ["a condition", Fn.conditional(text, "yes", ["no", text])],
    ["a function", { deep: [{ wrong: () => 1 }] }],
    ["a construct", { deep: new TerraformOutput(scope, "output", { value: "value" }).node }],
    ["a cycle", cycle],
    ["a cycle inside a token", Token.asAny(cycle)],
  ])("resolves as CDKTF does: %s", (_what, value) => {
    const before = outcome(value);
    restore = useFastResolver();
    expect(outcome(value)).toEqual(before);
  });

  it("does not hand values without tokens to CDKTF", () => {
    const slow = vi.spyOn(Tokenization, "resolve");
    const takeBack = useFastResolver();
    const value = { list: ["a", 1, { deep: null }], flag: true };
    expect(outcome(value)).toEqual({ resolved: value });
    expect(slow).not.toHaveBeenCalled();
    takeBack();
    slow.mockRestore();
  });

  it("is taken back", () => {
    const original = Tokenization.resolve;
    const takeBack = useFastResolver();
    expect(Tokenization.resolve).not.toBe(original);
    takeBack();
    expect(Tokenization.resolve).toBe(original);
  });
});
