import { describe, expect, it } from "vitest";
import { hasTagsOf, leftovers, type ApplyError, type Leftover } from "../../../core/bootstrap/leftovers";

const resources = {
  aws_kms_alias: { Store_Alias: { name: "alias/smart360-production-tfstate" } },
  aws_iam_policy: {
    Boundary: { name: "smart360-production-boundary" },
    Unnamed: { path: "/" },
    Composed: { name: "${local.name}" },
  },
  aws_iam_role: { Role: { name: "role" } },
};
const error = (address: string | undefined, summary: string, detail = ""): ApplyError => ({
  summary,
  detail,
  ...(address === undefined ? {} : { address }),
});
const policyThere =
  "creating IAM Policy (smart360-production-boundary): operation error IAM: CreatePolicy, https response error StatusCode: " +
  "409, RequestID: 1, EntityAlreadyExists: A policy called smart360-production-boundary already exists.";
const aliasThere =
  "creating KMS Alias (alias/smart360-production-tfstate): operation error KMS: CreateAlias, https response error StatusCode: " +
  "400, RequestID: 1, AlreadyExistsException: An alias with the name arn already exists";

describe("what a killed bootstrap left", () => {
  it.each<[string, readonly ApplyError[], readonly Leftover[]]>([
    ["nothing", [], []],
    [
      "an alias and a policy, by their names",
      [error("aws_kms_alias.Store_Alias", aliasThere), error("aws_iam_policy.Boundary", policyThere)],
      [
        { address: "aws_kms_alias.Store_Alias", id: "alias/smart360-production-tfstate" },
        { address: "aws_iam_policy.Boundary", id: "arn:aws:iam::111122223333:policy/smart360-production-boundary" },
      ],
    ],
    [
      "a policy that the detail tells of",
      [error("aws_iam_policy.Boundary", "creating IAM Policy", policyThere)],
      [{ address: "aws_iam_policy.Boundary", id: "arn:aws:iam::111122223333:policy/smart360-production-boundary" }],
    ],
    ["nothing where another error is", [error("aws_iam_policy.Boundary", "AccessDenied")], []],
    ["nothing of another type", [error("aws_iam_role.Role", policyThere)], []],
    ["nothing without a name", [error("aws_iam_policy.Unnamed", policyThere)], []],
    ["nothing whose name Terraform composes", [error("aws_iam_policy.Composed", policyThere)], []],
    ["nothing that the stack does not declare", [error("aws_iam_policy.Other", policyThere)], []],
    ["nothing without an address", [error(undefined, policyThere)], []],
  ])("is %s", (_, errors, expected) => {
    expect(leftovers(resources, errors, "111122223333")).toEqual(expected);
  });
});

describe("tags of a stack", () => {
  it.each([
    ["are among those found", { a: "1", b: "2" }, { a: "1", b: "2", c: "3" }, true],
    ["are missing in part", { a: "1", b: "2" }, { a: "1" }, false],
    ["have another value", { a: "1" }, { a: "2" }, false],
    ["prove nothing where there are none", {}, { a: "1" }, false],
  ])("%s", (_, stackTags, found, expected) => {
    expect(hasTagsOf(stackTags, found)).toBe(expected);
  });
});
