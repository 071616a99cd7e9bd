/** Releases and applies of one service exclude each other by Terraform's own lock. */
import { hostname, userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { uriOf } from "../../support/release-world";
import { describeReleases, refusal } from "../../support/releasing";
import { jsonError, s3Error } from "../../support/scripted-aws";
import { rollsBack } from "../../support/scripted-ecs";

const releases = describeReleases();
const { run, actions } = releases;

const me = `${userInfo().username}@${hostname()}`;
const unchanged = { parameter: "build-41", runs: 12, revisions: ["11 build-40", "12 build-41"] };
const id = "0b7c3f6a-2f0e-4f4b-9a56-6d2f2a8c1f00";

/** A lock as Terraform writes it. */
const lock = (change: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    ID: id,
    Operation: "OperationTypeApply",
    Info: "",
    Who: "jenkins@builder-1",
    Version: "1.11.4",
    Created: "2026-09-29T13:55:00.123456789Z",
    Path: "smart360-production-tfstate-111122223333/production/service-billing.tfstate",
    ...change,
  });

const howToBreak =
  `To break the lock of a dead holder, repeat the command with --break-lock ${id} ` +
  `(or: terraform force-unlock ${id}, in cdktf.out/stacks/service-billing). Nothing was done.`;

const denied =
  "S3 denies production/service-billing.tfstate.tflock in the bucket smart360-production-tfstate-111122223333. " +
  "Either these credentials may not read it (s3:GetObject, kms:Decrypt), or it is not there and they may not be told so " +
  "(s3:ListBucket). Use the role `release` (stack `delivery`), or allow them both.";

describe("the lock", () => {
  it("is both of Terraform's, in its format, while a release runs, and none afterwards", async () => {
    const seen: unknown[] = [];
    releases.world.onCall = ({ action }) => {
      if (action === "UpdateService")
        seen.push(JSON.parse(releases.world.lockFile ?? "null"), JSON.parse(releases.world.lockItem ?? "null"));
    };
    await run({ image: "build-42" });
    const info = {
      ID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      Operation: "smart360 ship",
      Info: `deploy of build-42, process ${process.pid}`,
      Who: me,
      Version: "smart360",
      Created: "2026-09-29T14:00:00.000Z",
      Path: "smart360-production-tfstate-111122223333/production/service-billing.tfstate",
    };
    expect(seen).toEqual([info, info]);
    expect(seen[0]).toEqual(seen[1]);
    expect([releases.world.lockFile, releases.world.lockItem]).toEqual([undefined, undefined]);
  });

  it("is taken and freed in Terraform's order: the file, then the item", async () => {
    await run({ image: "build-41" });
    expect(actions().filter((action) => /Item|Object/.test(action))).toEqual([
      "PutObject",
      "PutItem",
      ...["GetObject", "GetItem", "DeleteObject", "DeleteItem"].sort((one, other) => {
        return actions().lastIndexOf(one) - actions().lastIndexOf(other);
      }),
    ]);
  });

  it("that an apply holds keeps a release out, which says who holds it since when", async () => {
    releases.world.lockFile = lock();
    releases.world.lockItem = lock();
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "service-billing is locked by jenkins@builder-1 since 2026-09-29 13:55:00 UTC, 5 minutes ago (terraform apply). " +
        `Wait until it is done. ${howToBreak}`,
    ]);
    expect(releases.world.rest).toEqual({ ...unchanged, locks: 2 });
  });

  it("that a Terraform with the table alone holds keeps a release out too, and its file is freed", async () => {
    releases.world.lockItem = lock();
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      expect.stringContaining("service-billing is locked by jenkins@builder-1"),
    ]);
    expect([releases.world.lockFile, releases.world.rest.locks]).toEqual([undefined, 1]);
  });

  it("keeps the second of two releases out", async () => {
    let second: Promise<readonly [string, string]> | undefined;
    releases.world.onCall = ({ action }) => {
      if (action === "RunTask" && second === undefined) second = refusal(run({ image: "build-40" }));
    };
    const first = await run({ image: "build-42" });
    const [name, message] = (await second) ?? [];
    expect([first.code, name]).toEqual([0, "UserError"]);
    expect(message).toMatch(
      new RegExp(
        `^service-billing is locked by ${me} since 2026-09-29 14:00:00 UTC, 0 seconds ago ` +
          `\\(smart360 ship: deploy of build-42, process ${process.pid}\\)\\. Wait until it is done\\. `,
      ),
    );
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", runs: 13, locks: 0 });
  });

  it("of a release whose process ended on this machine says so", async () => {
    const ofDead = lock({ Operation: "smart360 ship", Info: "deploy of build-42, process 999999999", Who: me });
    releases.world.lockFile = releases.world.lockItem = ofDead;
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      `service-billing is locked by ${me} since 2026-09-29 13:55:00 UTC, 5 minutes ago ` +
        "(smart360 ship: deploy of build-42, process 999999999). " +
        `That process does not run any more: it was killed. ${howToBreak}`,
    ]);
  });

  it("whose file may not be read is not taken for none", async () => {
    releases.world.lockFile = lock();
    releases.world.refusals.set("GetObject", [s3Error(403, "AccessDenied", "Access Denied")]);
    expect(await refusal(run({ image: "build-42" }))).toEqual(["UserError", denied]);
    expect(releases.world.rest).toEqual({ ...unchanged, locks: 1 });
  });

  it("whose file is not there, which S3 tells only to whoever may list the bucket, is told to be either", async () => {
    releases.world.mayList = false;
    expect(await refusal(run({ image: "build-42", breakLock: id }))).toEqual(["UserError", denied]);
  });

  it("whose item is refused leaves no file, and says why", async () => {
    releases.world.refusals.set("PutItem", [jsonError("AccessDeniedException", "No.")]);
    releases.world.refusals.set("DeleteObject", [s3Error(403, "AccessDenied", "Access Denied")]);
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "These credentials may not call dynamodb:PutItem. Use the role `release` (stack `delivery`), or allow them that.",
    ]);
  });

  it("that was freed in the moment it was met is tried again", async () => {
    releases.world.refusals.set("PutObject", [s3Error(412, "PreconditionFailed", "It was there")]);
    expect((await run({ image: "build-41" })).code).toBe(0);
  });

  it("that nobody can read is no lock to wait for", async () => {
    releases.world.lockFile = "{";
    expect(await refusal(run({ image: "build-42" }))).toEqual([
      "UserError",
      "service-billing is locked, but its lock cannot be read. Run the command again; if that does not help, " +
        "`terraform plan` in cdktf.out/stacks/service-billing tells who holds it. Nothing was done.",
    ]);
  });

  it("whose first try went through although its answer was lost is ours", async () => {
    releases.world.onCall = ({ action, parameters }) => {
      if (action === "PutItem") {
        const { Item } = JSON.parse(parameters["body"] ?? "") as { Item: { Info: { S: string } } };
        releases.world.lockItem = Item.Info.S;
      }
    };
    expect((await run({ image: "build-41" })).code).toBe(0);
    expect(releases.world.rest.locks).toBe(0);
  });

  it("is freed by a release that is refused, and by one that fails", async () => {
    await refusal(run({ image: "build-99" }));
    expect(releases.world.rest.locks).toBe(0);
    releases.world.ecs.rollouts = [rollsBack];
    expect((await run({ image: "build-42" })).code).toBe(1);
    expect(releases.world.rest.locks).toBe(0);
  });

  it("that cannot be freed does not spoil the result, and tells how to break it", async () => {
    releases.world.refusals.set("DeleteItem", [jsonError("InternalError", "Not now.", 400)]);
    const { code, printed } = await run({ image: "build-42" });
    const { ID } = JSON.parse(releases.world.lockItem ?? "null") as { ID: string };
    expect([code, printed.at(-4)]).toEqual([
      0,
      `Lock       could not be freed: AWS refused DeleteItem: Not now. Next time: --break-lock ${ID}`,
    ]);
    expect(releases.world.parameter).toBe(uriOf("build-42"));
  });
});

describe("--break-lock", () => {
  it("frees the lock that it names, and goes on", async () => {
    releases.world.lockFile = releases.world.lockItem = lock();
    const { code, printed } = await run({ image: "build-42", breakLock: id });
    expect([code, printed[1]]).toEqual([0, `Lock       ${id} is broken`]);
    expect(releases.world.rest).toMatchObject({ parameter: "build-42", locks: 0 });
  });

  it.each(["lockFile", "lockItem"] as const)("frees a %s that is left alone", async (part) => {
    releases.world[part] = lock();
    expect((await run({ image: "build-42", breakLock: id })).code).toBe(0);
    expect(releases.world.rest.locks).toBe(0);
  });

  it("leaves another lock alone", async () => {
    releases.world.lockFile = releases.world.lockItem = lock();
    expect(await refusal(run({ image: "build-42", breakLock: "another" }))).toEqual([
      "UserError",
      "--break-lock names another, but service-billing is locked by jenkins@builder-1 since 2026-09-29 13:55:00 UTC, " +
        `5 minutes ago (terraform apply) as ${id}. Nothing was done.`,
    ]);
    expect(releases.world.rest).toEqual({ ...unchanged, locks: 2 });
  });

  it("has nothing to do where there is none", async () => {
    const { code, printed } = await run({ image: "build-41", breakLock: id });
    expect([code, printed[1]]).toEqual([0, "Lock       there is none to break"]);
  });
});

it("an environment without state bucket is told how to get one", async () => {
  releases.world.hasBackend = false;
  expect(await refusal(run({ image: "build-42" }))).toEqual([
    "UserError",
    "The state bucket smart360-production-tfstate-111122223333 or its lock table smart360-production-tfstate-lock " +
      "does not exist. Run `smart360 bootstrap -e production` first. Nothing was done.",
  ]);
});
