import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { StacksInUse } from "../../../local/daemon/stacks-in-use";
import { Memory } from "../../../local/proxy/memory";

const root = mkdtempSync(join(tmpdir(), "stacks-in-use-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(stack: string, file: string, text: string): void {
  const folder = join(root, "cdktf.out", "stacks", stack);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
}

it("finds the types of JSON and of HCL, and passes over what is half written", () => {
  const stacks = new StacksInUse(root, new Memory());
  expect(stacks.types()).toEqual(new Set());
  write("a", "cdk.tf.json", JSON.stringify({ resource: { aws_vpc: {} }, data: { aws_region: {} } }));
  write(
    "b",
    "cdk.tf",
    'resource "aws_lb" "It" {\nname = "resource \\"aws_no\\" \\"x\\""\n}\ndata "aws_partition" "p" {\n}\n',
  );
  write("c", "cdk.tf.json", '{ "resource": { "aws_half"');
  expect(stacks.types()).toEqual(new Set(["aws_vpc", "data.aws_region", "aws_lb", "data.aws_partition"]));
});

it("names what firewalls use, and remembers it: states hold what was used before", () => {
  const memory = new Memory();
  const stacks = new StacksInUse(root, memory);
  const firewall = (statement: object) =>
    JSON.stringify({ resource: { aws_wafv2_web_acl: { it: { rule: [{ statement }] } } } });
  write("a", "cdk.tf.json", JSON.stringify({ resource: { aws_vpc: { geo_match_statement: {} } } }));
  write("edge", "cdk.tf.json", firewall({ rate_based_statement: {} }));
  expect(stacks.names()).toEqual(new Set());
  stacks.types();
  expect([...stacks.names()]).toEqual([
    "resource",
    "aws_wafv2_web_acl",
    "it",
    "rule",
    "statement",
    "rate_based_statement",
  ]);
  write("edge", "cdk.tf", 'resource "aws_wafv2_web_acl" "it" {\n  rule {\n    xss_match_statement {\n    }\n  }\n}\n');
  write("edge", "cdk.tf.json", "{}");
  stacks.types();
  expect(stacks.names()).toContain("xss_match_statement");
  expect(new StacksInUse(root, memory).names()).toEqual(stacks.names());
  expect(stacks.names()).not.toContain("geo_match_statement");
});
