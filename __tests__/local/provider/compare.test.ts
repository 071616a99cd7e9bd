import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Reference } from "../../../local/provider/compare";
import { compareSchemas } from "../../../local/provider/compare";

const root = resolve(import.meta.dirname, "../../..");
const tag: Reference[string] = {
  version: 0,
  a: {
    id: ["string", "oc"],
    key: ["string", "r"],
    region: ["string", "co"],
    resource_arn: ["string", "r"],
    value: ["string", "r"],
  },
  b: {},
};

test("equal schemas: everything is counted, nothing differs", () => {
  const launch: Reference[string] = {
    version: 0,
    a: {},
    b: { timeouts: ["single", 0, 0, { a: { create: ["string", "o"] }, b: {} }] },
  };
  expect(compareSchemas(root, { aws_ecs_tag: tag })).toEqual({ types: 1, attributes: 5, blocks: 0, differences: [] });
  const { types, attributes, blocks } = compareSchemas(root, {
    aws_ecs_tag: tag,
    aws_acm_certificate_validation: launch,
  });
  expect({ types, attributes, blocks }).toEqual({ types: 2, attributes: 10, blocks: 1 });
});

test("each difference is told", () => {
  const reference: Reference = {
    aws_ecs_tag: {
      version: 3,
      a: { ...tag.a, id: ["number", "oc"], key: ["string", "os"], more: ["bool", "o"] },
      b: { more: ["list", 0, 1, { a: {}, b: {} }] },
    },
    aws_acm_certificate_validation: {
      version: 0,
      a: {
        certificate_arn: ["string", "r"],
        id: ["string", "oc"],
        region: ["string", "oc"],
        validation_record_fqdns: [["set", "string"], "o"],
      },
      b: { timeouts: ["list", 0, 1, { a: {}, b: {} }] },
    },
    aws_vcp: tag,
  };
  expect(compareSchemas(root, reference)).toEqual({
    types: 3,
    attributes: 11,
    blocks: 2,
    differences: [
      "aws_ecs_tag: version 0, in the reference 3",
      'aws_ecs_tag.id: type "string", in the reference "number"',
      'aws_ecs_tag.key: flags "r", in the reference "os"',
      "aws_ecs_tag.more: attribute missing",
      "aws_ecs_tag.more: block missing",
      "aws_acm_certificate_validation.timeouts: block single 0..0, in the reference list 0..1",
      "aws_acm_certificate_validation.timeouts.create: attribute not in the reference",
      "aws_vcp: not in the bindings",
    ],
  });
});
