/** What somebody else does past the lock while a release goes on: told, and neither lost nor undone. */
import { describe, expect, it, vi } from "vitest";
import { digestOf, fullDefinition, templateTags, uriOf } from "../../support/release-world";
import { describeReleases, refusal } from "../../support/releasing";
import { jsonError, queryError } from "../../support/scripted-aws";
import { rollsBack } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run } = releases;
const short = (name: string) => digestOf(name).slice(0, 19);

/** Does something as soon as an action is called for the first time. */
function during(action: string, meddle: () => void): void {
  let isDone = false;
  releases.world.onCall = (call) => {
    if (isDone || call.action !== action) return;
    isDone = true;
    meddle();
  };
}

/** A template of somebody else's. */
const changed = () => ({ ...fullDefinition(uriOf("build-41")), cpu: "1024" });
const register = (revision?: number) => () => void releases.world.ecs.add(changed(), templateTags, revision);
const note =
  "Revision 14 is newer: somebody else registered it during this release.\n" +
  "Apply the stack service-billing, which rolls it out; until then releases are refused.";

describe("the parameter, written by somebody else", () => {
  it("is written by the release that succeeds, which tells", async () => {
    during("UpdateService", () => (releases.world.parameter = uriOf("build-40")));
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.find((line) => line.startsWith("Parameter"))]).toEqual([
      0,
      `Parameter  /smart360/production/billing/image (during this release somebody made it name ${short("build-40")})`,
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13 });
  });

  it("is not said to be as it was by one that fails", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    during("UpdateService", () => (releases.world.parameter = uriOf("build-40")));
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.at(-1)]).toEqual([
      1,
      "billing runs revision 12. Revision 13 is deregistered, " +
        `but the parameter names ${short("build-40")} now: somebody else changed it.`,
    ]);
  });

  it("that cannot be read at the end is no reason to fail, nor said to be as it was", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    during("UpdateService", () => (releases.world.parameter = undefined));
    const { printed } = await run({ image: "build-42" });
    expect(printed.at(-1)).toBe(
      "billing runs revision 12. Revision 13 is deregistered, and the parameter cannot be read.",
    );
  });
});

describe("a revision that somebody else registers", () => {
  it("in the moment in which the release registers its own ends the release: its template is not the newest", async () => {
    during("RegisterTaskDefinition", register());
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-4)]).toEqual([
      1,
      [
        "billing is not released. Register failed: revision 14 is made from 12, and somebody else registered 13 at the same time.",
        "billing runs revision 12. Revision 14 is deregistered, the parameter is as it was.",
        "Revision 13 is newer: somebody else registered it during this release.",
        "Apply the stack service-billing, which rolls it out; until then releases are refused.",
      ],
    ]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-41", runs: 12, locks: 0 });
    expect(releases.world.revisions).toEqual(["11 build-40", "12 build-41", "13 build-41"]);
  });

  it("during the rollout is told by the release that succeeds", async () => {
    during("UpdateService", register());
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-3, -1).join("\n")]).toEqual([0, note]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13 });
    const [, refused] = await refusal(run({ redeploy: true }));
    expect(refused).toContain("Revision 14 is the newest of billing, but the service runs 13; they differ in cpu.");
  });

  it("is left alone by one that fails, and told", async () => {
    releases.world.ecs.rollouts = [rollsBack];
    during("UpdateService", register());
    const { code, printed } = await run({ image: "build-42" });
    expect([code, printed.slice(-3).join("\n")]).toEqual([
      1,
      `billing runs revision 12. Revision 13 is deregistered, the parameter is as it was.\n${note}`,
    ]);
    expect(releases.world.revisions).toEqual(["11 build-40", "12 build-41", "14 build-41"]);
  });
});

it("a lock that is broken during the release is told of, and whose it is by then stays", async () => {
  const theirs = JSON.stringify({ ID: "theirs", Operation: "OperationTypeApply", Who: "me@here" });
  during("UpdateService", () => (releases.world.lockFile = releases.world.lockItem = theirs));
  const { code, printed } = await run({ image: "build-42" });
  expect([code, printed.filter((line) => line.startsWith("Lock")).at(-1)]).toEqual([
    0,
    "Lock       somebody broke it during the release: find out who, and what they did (`smart360 ship status billing`)",
  ]);
  expect([releases.world.lockFile, releases.world.lockItem]).toEqual([theirs, theirs]);
});

it("a tag that moves while the release goes on changes nothing: it is about the image that was found", async () => {
  during("RegisterTaskDefinition", () => {
    const { world } = releases;
    const image = world.image("build-42");
    if (image !== undefined) image.tags = [];
    world.push("build-43", ["build-42"]);
  });
  expect((await run({ image: "build-42" })).code).toBe(0);
  expect(releases.world.parameter).toBe(uriOf("build-42"));
  expect(releases.world.image("build-42")?.tags).toEqual(["release-13"]);
});

describe("a machine whose clock is wrong", () => {
  const skewed = "Signature expired: 20260929T140000Z is now earlier than 20260929T141000Z (20260929T141500Z - 5 min.)";

  it.each([
    ["by an API in JSON", "GetParameter", jsonError("InvalidSignatureException", skewed)],
    ["by STS", "GetCallerIdentity", queryError("SignatureDoesNotMatch", skewed)],
  ])("is told so, not to sign in again: %s", async (_, action, answer) => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    releases.world.refusals.set(
      action,
      Array.from({ length: 8 }, () => answer),
    );
    const [name, message] = await refusal(run({ image: "build-42" }));
    vi.restoreAllMocks();
    expect([name, message]).toEqual([
      "UserError",
      `AWS did not accept the time of this machine for ${action}: ${skewed}. Set its clock (NTP), then repeat the command.`,
    ]);
  });
});
