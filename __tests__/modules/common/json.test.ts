import { TerraformOutput, Testing, TerraformStack, App } from "cdktf";
import { tmpdir } from "node:os";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { describe, expect, it } from "vitest";
import { jsonExpression } from "../../../modules/common/json";
import { decodeExpression } from "../../../core/synthesized/decode-expression";

/** The expression that Terraform gets for `value`. */
function expression(value: (vpcId: string) => unknown): string {
  const stack = new TerraformStack(new App({ outdir: tmpdir() }), "Stack");
  const vpc = new Vpc(stack, "Vpc", {});
  new TerraformOutput(stack, "Output", { value: jsonExpression(value(vpc.id)) });
  const { output } = JSON.parse(Testing.synth(stack)) as { output: { Output: { value: string } } };
  return output.Output.value;
}

describe("jsonExpression", () => {
  it.each([
    ["a double quote", 'say "hello"'],
    ["quotes around everything, which CDKTF takes for quoted already", '"quoted"'],
    ["a backslash", "C:\\temp\\new"],
    ["line breaks and a tab", "one\ntwo\r\nthree\tfour"],
    ["what Terraform would take for a reference", "${HOME}"],
    ["what Terraform would take for a directive", "%{if x}"],
    ["escaped templates", "$${a} %%{b}"],
    ["a lone dollar and percent", "100% of $"],
    ["letters beyond ASCII", "Zählerstände 電気"],
    ["nothing", ""],
  ])("keeps %s", (_, text) => {
    expect(decodeExpression(expression(() => ({ text })))).toEqual({ text });
  });

  it("writes a template of a plain string in no form that Terraform would evaluate", () => {
    expect(expression(() => "${a} %{b}")).toBe('${jsonencode("\\u0024{a} \\u0025{b}")}');
  });

  it("keeps numbers, truth values, lists and objects as they are", () => {
    const value = { number: 1, yes: true, no: false, list: [1, "two", ["three"]], none: [], object: { inner: {} } };
    expect(decodeExpression(expression(() => value))).toEqual(value);
  });

  it("leaves references to Terraform, alone and inside a string", () => {
    expect(decodeExpression(expression((vpcId) => [vpcId, `the "${vpcId}"`]))).toEqual([
      "${aws_vpc.Vpc.id}",
      'the "${aws_vpc.Vpc.id}"',
    ]);
  });
});
