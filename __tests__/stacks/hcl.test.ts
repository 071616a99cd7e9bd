import { tmpdir } from "node:os";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { App, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../core/environment/schema";
import { compose } from "../../main";
import { Firewall } from "../../modules/edge/firewall";
import { BaseStack } from "../../stacks/base-stack";
import { mendTerraformBlock } from "../../stacks/hcl";
import { testEnvironment, testService } from "../support/fixtures";

class EmptyStack extends BaseStack {
  constructor(environment: Environment = testEnvironment()) {
    super(new App({ outdir: tmpdir() }), "stack", "layer", { environment });
  }
}

/** HCL without CDKTF's empty lines, which it writes in places. */
const lines = (hcl: string) => hcl.replace(/\n\s*\n/g, "\n");

/** A block as CDKTF writes it, which is not indented. */
const block = (name: string, ...body: readonly string[]) => [`${name} {`, ...body, "}"].join("\n");

function hclOf(build: (stack: BaseStack) => void, environment?: Environment): string {
  const stack = new EmptyStack(environment);
  build(stack);
  return lines(stack.toHclTerraform().hcl);
}

const object = { bucket: "bucket", key: "key" };

describe("the terraform block", () => {
  it("asks for a version of Terraform", () => {
    const hcl = hclOf(() => {});
    expect(hcl).toMatch(/^terraform \{\n(.*\n)*? {2}required_version = ">= 1\.11\.0"\n\}\n/);
    expect(hcl).not.toContain('"required_version"');
  });

  it("keeps the zeros at the start of an account's id", () => {
    const hcl = hclOf(() => {}, testEnvironment({ accountId: "000123456789" }));
    expect(hcl.match(/allowed_account_ids = \[\n"000123456789",?\n\]/g)).toHaveLength(2); // backend and provider
    expect(hcl).not.toMatch(/^\d{12},?$/m);
  });

  it("is left as it is where there is nothing to mend", () => {
    const text = 'terraform {\n  required_version = ">= 1.9.0"\n}\n';
    expect(mendTerraformBlock(text, ">= 1.11.0")).toBe(text);
  });
});

describe("a lifecycle", () => {
  it("has its conditions as blocks", () => {
    const hcl = hclOf((stack) => {
      new S3Object(stack, "Object", {
        ...object,
        lifecycle: {
          precondition: [
            { condition: Token.asAny("${1 < 2}"), errorMessage: "One is not less than two." },
            { condition: Token.asAny("${2 < 3}"), errorMessage: "Two is not less than three." },
          ],
          postcondition: [{ condition: Token.asAny('${self.key == "key"}'), errorMessage: "Not the key." }],
        },
      });
    });
    expect(hcl).toContain(
      block(
        "lifecycle",
        block("precondition", 'condition = "${1 < 2}"', 'error_message = "One is not less than two."'),
        block("precondition", 'condition = "${2 < 3}"', 'error_message = "Two is not less than three."'),
        block("postcondition", 'condition = "${self.key == "key"}"', 'error_message = "Not the key."'),
      ),
    );
  });

  it("keeps its other settings beside them, as arguments", () => {
    const hcl = hclOf((stack) => {
      new S3Object(stack, "Object", {
        ...object,
        lifecycle: {
          preventDestroy: true,
          createBeforeDestroy: false,
          ignoreChanges: ["content", "tags"],
          postcondition: [{ condition: Token.asAny('${self.key == "key"}'), errorMessage: "Never." }],
        },
      });
    });
    expect(hcl).toContain('ignore_changes = [\n"content",\n"tags"\n]');
    for (const argument of ["prevent_destroy = true", "create_before_destroy = false"])
      expect(hcl.split("\n")).toContain(argument);
    expect(hcl).toMatch(/postcondition \{\ncondition = .*\nerror_message = "Never\."\n\}/);
  });

  it("is not made up", () => {
    const hcl = hclOf((stack) => {
      new S3Object(stack, "Object", object);
    });
    expect(hcl).not.toContain("lifecycle");
  });
});

describe("a firewall's rule", () => {
  const { edge } = testEnvironment({ edge: { uploadPaths: ["/api/a/", "/api/b/"] } });
  const hcl = hclOf((stack) => {
    new Firewall(stack, "Firewall", { name: "test", settings: edge, logRetentionDays: 365, logKeyArn: "arn:key" });
  });

  it("has numbers and texts as arguments, and everything else as blocks", () => {
    expect(hcl).toContain(
      block(
        "statement",
        block("rate_based_statement", "limit = 2000", 'aggregate_key_type = "IP"', "evaluation_window_sec = 300"),
      ),
    );
    const override = block(
      "rule_action_override",
      'name = "SizeRestrictions_BODY"',
      block("action_to_use", block("count")),
    );
    expect(hcl).toContain(
      block(
        "statement",
        block("managed_rule_group_statement", 'vendor_name = "AWS"', 'name = "AWSManagedRulesCommonRuleSet"', override),
      ),
    );
  });

  it("has a block for each statement within a statement", () => {
    const prefix = (path: string) =>
      block(
        "statement",
        block(
          "byte_match_statement",
          `search_string = "${path}"`,
          'positional_constraint = "STARTS_WITH"',
          block("field_to_match", block("uri_path")),
          block("text_transformation", "priority = 0", 'type = "NONE"'),
        ),
      );
    const label = block(
      "label_match_statement",
      'scope = "LABEL"',
      'key = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"',
    );
    const either = block("or_statement", prefix("/api/a/"), prefix("/api/b/"));
    const elsewhere = block("not_statement", block("statement", either));
    expect(hcl).toContain(
      block("statement", block("and_statement", block("statement", label), block("statement", elsewhere))),
    );
  });
});

describe("the whole platform", () => {
  const app = new App({ outdir: tmpdir() });
  compose(app, testEnvironment({ edge: { uploadPaths: ["/api/files/"] } }), { services: [testService()] });
  const stacks = app.node.children.filter((child) => child instanceof BaseStack);

  it.each(stacks.map((stack) => [stack.node.id, stack] as const))("%s", (_, stack) => {
    const { hcl } = stack.toHclTerraform();
    // What CDKTF writes of a block that it takes for an argument, and of an object that it does not know.
    expect(hcl).not.toMatch(/^\s*(precondition|postcondition|statement|\w+_statement) = /m);
    expect(hcl).not.toContain("[object Object]");
    expect(hcl).not.toMatch(/^\d{12},?$/m);
    expect(stack.toHclTerraform().hcl).toBe(hcl);
  });
});
