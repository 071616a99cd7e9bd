import { describe, expect, it } from "vitest";
import {
  describeImage,
  describeReference,
  digestIn,
  readImage,
  releaseTag,
  repositoryOf,
  tagShown,
} from "../../../core/release/image";
import { shortImage } from "../../../core/release/ending";
import { quote } from "../../../core/document/text";
import { testEnvironment } from "../../support/fixtures";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const repository = repositoryOf(testEnvironment(), "billing");
const uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/smart360/test/billing";

it("a service's repository carries account, region, environment and name", () => {
  expect(repository).toEqual({ name: "smart360/test/billing", uri });
});

describe("--image", () => {
  it.each([
    ["build-42", { tag: "build-42" }],
    ["v1.2.3_rc", { tag: "v1.2.3_rc" }],
    [digest, { digest }],
    [`@${digest}`, { digest }],
    [`${uri}:build-42`, { tag: "build-42" }],
    [`${uri}@${digest}`, { digest }],
  ])("%s is read as %j", (text, reference) => expect(readImage(text, repository)).toEqual(reference));

  it.each(["", "-a", "a b", "sha256:0", `${digest}0`, "a:b", `${uri}:`, `${uri}@latest!`])("%s is none", (text) => {
    expect(() => readImage(text, repository)).toThrow(
      `--image is ${quote(text)}; it must be a tag such as build-42, a digest (sha256: and 64 hexadecimal digits), or the URI of an image.`,
    );
  });

  it.each([`${uri}s:a`, `${uri}/x:a`, uri, "docker.io/library/nginx:1"])("%s is not the service's", (text) => {
    expect(() => readImage(text, repository)).toThrow(
      `--image is ${text}, which is not in the service's repository. Push it to ${uri}, or give its tag there.`,
    );
  });
});

it.each([
  [`${uri}@${digest}`, digest],
  [`${uri}:build-42`, undefined],
  [`${uri}@sha256:1`, undefined],
  [`other@${digest}`, undefined],
  ["unreleased", undefined],
  [undefined, undefined],
])("the digest in %s is %s", (text, expected) => expect(digestIn(repository, text)).toBe(expected));

describe("shown", () => {
  it.each([
    [["release-12", "build-42"], "build-42"],
    [["release-12", "release-14"], "release-14"],
    [[], undefined],
  ])("of the tags %j is %s", (tags, shown) => expect(tagShown(tags)).toBe(shown));

  it("are tag and the beginning of the digest", () => {
    expect(describeImage({ digest, tags: ["build-42"] })).toBe("build-42 (sha256:0123456789ab)");
    expect(describeImage({ digest, tags: [] })).toBe("sha256:0123456789ab");
    expect(describeReference({ digest })).toBe("sha256:0123456789ab");
    expect(describeReference({ tag: "build-42" })).toBe("build-42");
    expect(shortImage(`${uri}@${digest}`)).toBe("sha256:0123456789ab");
    expect(shortImage("unreleased")).toBe("unreleased");
  });
});

it("a release's tag names its revision, a first one its digest", () => {
  expect(releaseTag({ revision: 12 })).toBe("release-12");
  expect(releaseTag({ first: digest })).toBe("release-first-0123456789ab");
});
