/** What AWS refuses for reasons of its own: one clear sentence each, and nothing left behind. */
import { describe, expect, it, vi } from "vitest";
import { describeReleases, refusal } from "../../support/releasing";
import { jsonAnswer, jsonError, queryError, s3Error, type Answer } from "../../support/scripted-aws";
import { uriOf } from "../../support/release-world";

const releases = describeReleases();
const { run, actions } = releases;
const asBefore = { parameter: "build-41", runs: 12, revisions: ["11 build-40", "12 build-41"], locks: 0 };
const count = (action: string) => actions().filter((one) => one === action).length;

describe("what passes is tried again", () => {
  it.each<[string, string, Answer]>([
    ["throttling", "DescribeServices", jsonError("ThrottlingException", "Rate exceeded")],
    ["a failure of the service", "UpdateService", jsonError("ServerException", "Internal error", 500)],
    ["too many requests for the parameter", "GetParameter", jsonError("ThrottlingException", "Rate exceeded")],
    ["a slow-down of S3", "PutObject", s3Error(503, "SlowDown", "Please reduce your request rate.")],
  ])("%s", async (_, action, answer) => {
    // The waits in between are drawn at random.
    vi.spyOn(Math, "random").mockReturnValue(0);
    releases.world.refusals.set(action, [answer, answer]);
    const { code } = await run({ image: "build-42" });
    vi.restoreAllMocks();
    expect(code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
    expect(count(action)).toBeGreaterThan(2);
  });

  it("eight times, and then it is a failure", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const throttled = jsonError("ThrottlingException", "Rate exceeded");
    releases.world.refusals.set(
      "ListTaskDefinitions",
      Array.from({ length: 20 }, () => throttled),
    );
    const { code, printed } = await run({ image: "build-42" });
    vi.restoreAllMocks();
    expect([code, printed.at(-1), count("ListTaskDefinitions")]).toEqual([
      1,
      "billing is not released: AWS refused ListTaskDefinitions: Rate exceeded",
      8,
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

describe("credentials", () => {
  const expired = "The security token included in the request is expired";

  it("that are another account's are refused before anything is asked", async () => {
    releases.world.callerAccount = "999988887777";
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "The credentials belong to account 999988887777, and environment production is account 111122223333 " +
        "(environments/production.json). Nothing was done. Use credentials of 111122223333.",
    ]);
    expect(actions()).toEqual(["GetCallerIdentity"]);
  });

  it("that are missing are named as the reason", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "AWS did not say whose credentials these are: Could not load credentials from any providers. " +
        "Sign in first (`aws sso login`, or AWS_PROFILE).",
    ]);
  });

  it("that expired before it began", async () => {
    releases.world.refusals.set("GetCallerIdentity", [queryError("ExpiredToken", expired)]);
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      `The credentials were not accepted for GetCallerIdentity: ${expired}. Sign in again and repeat the command.`,
    ]);
  });

  it("that expire in the middle leave the rest to the next release", async () => {
    const answers = Array.from({ length: 50 }, () => jsonError("ExpiredTokenException", expired));
    releases.world.onCall = ({ action }) => {
      if (action === "UpdateService") releases.world.refusals.set("DescribeServices", answers);
    };
    const { code, printed } = await run({ image: "build-42" });
    const sentence = `The credentials were not accepted for DescribeServices: ${expired}. Sign in again and repeat the command.`;
    expect([code, printed.slice(-3)]).toEqual([
      1,
      [
        `billing is not released. Roll out failed: ${sentence}`,
        `This could not be taken back: ${sentence}`,
        "Repeat the command: it begins with what is left over.",
      ],
    ]);

    releases.world.onCall = () => {};
    releases.world.refusals.clear();
    expect((await run({ image: "build-42" })).code).toBe(0);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });
});

describe("a permission that is missing is named", () => {
  const says = (action: string, resource: string) =>
    `User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows it`;
  const hint = "Use the role `release` (stack `delivery`), or allow them that.";

  it.each<[string, Answer, string]>([
    [
      "DescribeServices",
      jsonError(
        "AccessDeniedException",
        says("ecs:DescribeServices", "arn:aws:ecs:us-east-1:111122223333:service/a/b"),
      ),
      `These credentials may not call ecs:DescribeServices on arn:aws:ecs:us-east-1:111122223333:service/a/b. ${hint}`,
    ],
    [
      "PutItem",
      jsonError("AccessDeniedException", says("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:111122223333:table/t")),
      `These credentials may not call dynamodb:PutItem on arn:aws:dynamodb:us-east-1:111122223333:table/t. ${hint}`,
    ],
    [
      "PutObject",
      s3Error(403, "AccessDenied", "Access Denied"),
      `These credentials may not call s3:PutObject. ${hint}`,
    ],
    [
      "RegisterTaskDefinition",
      jsonError("AccessDeniedException", says("iam:PassRole", "arn:aws:iam::111122223333:role/r")),
      `These credentials may not call iam:PassRole on arn:aws:iam::111122223333:role/r. ${hint}`,
    ],
    [
      "DescribeImages",
      jsonError("AccessDeniedException", "No."),
      `These credentials may not call ecr:DescribeImages. ${hint}`,
    ],
  ])("%s", async (action, answer, message) => {
    releases.world.refusals.set(action, [answer]);
    expect(await refusal(run({ image: "build-42" }))).toEqual(["UserError", message]);
    expect(releases.world.rest).toEqual(asBefore);
  });

  it.each<[string, Answer, string]>([
    [
      "UpdateService",
      jsonError("AccessDeniedException", "No."),
      `Roll out failed: These credentials may not call ecs:UpdateService. ${hint}`,
    ],
    [
      "DescribeTargetHealth",
      queryError("AccessDenied", "No."),
      `Roll out failed: These credentials may not call elasticloadbalancing:DescribeTargetHealth. ${hint}`,
    ],
  ])("%s, in the middle", async (action, answer, message) => {
    releases.world.refusals.set(action, [answer]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.find((line) => line.startsWith("billing is not released"))]).toEqual([
      1,
      `billing is not released. ${message}`,
    ]);
    expect(releases.world.rest).toEqual(asBefore);
  });
});

describe("a service that is not as it should be", () => {
  it("without revisions", async () => {
    releases.world.refusals.set("ListTaskDefinitions", [jsonAnswer({ taskDefinitionArns: [] })]);
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "billing is not released: ECS does not describe revision arn:aws:ecs:us-east-1:111122223333:task-definition/" +
        "smart360-production-billing:12 of smart360-production-billing.",
    ]);
  });

  it("whose definition has another container", async () => {
    const [container] = releases.world.ecs.revisions[1]?.definition.containerDefinitions ?? [];
    if (container !== undefined) container.name = "web";
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      'Revision 12 of smart360-production-billing has no container "billing". Apply the service\'s stack, which writes one. Nothing was done.',
    ]);
  });

  it("whose definition names an image of another registry", async () => {
    const [container] = releases.world.ecs.revisions[1]?.definition.containerDefinitions ?? [];
    if (container !== undefined) container.image = "nginx:latest";
    releases.world.parameter = "nginx:latest";
    expect(await refusal(run({ redeploy: true }))).toEqual([
      "UserError",
      'A task definition of billing names the image "nginx:latest", which is none by digest in ' +
        `${uriOf("").split("@")[0]}. Release one: --image <tag>. Nothing was done.`,
    ]);
    expect((await run({ image: "build-42" })).code).toBe(0);
  });
});
