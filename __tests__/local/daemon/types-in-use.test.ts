import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { typesInUse } from "../../../local/daemon/types-in-use";

const root = mkdtempSync(join(tmpdir(), "types-in-use-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(stack: string, file: string, text: string): void {
  const folder = join(root, "cdktf.out", "stacks", stack);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
}

it("finds the types of JSON and of HCL, and passes over what is half written", () => {
  expect(typesInUse(root)).toEqual(new Set());
  write("a", "cdk.tf.json", JSON.stringify({ resource: { aws_vpc: {} }, data: { aws_region: {} } }));
  write(
    "b",
    "cdk.tf",
    'resource "aws_lb" "It" {\nname = "resource \\"aws_no\\" \\"x\\""\n}\ndata "aws_partition" "p" {\n}\n',
  );
  write("c", "cdk.tf.json", '{ "resource": { "aws_half"');
  expect(typesInUse(root)).toEqual(new Set(["aws_vpc", "data.aws_region", "aws_lb", "data.aws_partition"]));
});
