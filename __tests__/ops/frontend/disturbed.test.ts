/** Releases of the frontend that are interrupted, or that meet what somebody else does. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import { runFrontend, siteBucket, startFrontendWorld, stateBucket, type FrontendWorld } from "../../support/frontend";
import { refusal } from "../../support/releasing";
import { lookAtFrontend } from "../../../ops/frontend/sight";
import { loadEnvironment } from "../../../ops/project";
import { openAws } from "../../../ops/aws/aws";

let world: FrontendWorld;
let project: FixtureProject;
/** Three builds, each with a script of its own. */
const builds: Record<string, string> = {};

beforeAll(async () => {
  world = await startFrontendWorld();
  project = fixtureProject();
  for (const name of ["one", "two", "three"]) {
    const folder = join(world.local.folder, name);
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, "index.html"), `<script src="/assets/index-${name.padEnd(8, "0")}.js"></script>`);
    writeFileSync(join(folder, "assets", `index-${name.padEnd(8, "0")}.js`), `"${name}"`);
    writeFileSync(join(folder, "robots.txt"), `# ${name}\n`);
    builds[name] = folder;
  }
});
afterAll(async () => {
  await project.remove();
  await world.stop();
});
beforeEach(async () => {
  for (const [name, value] of Object.entries(world.variables)) vi.stubEnv(name, value);
  world.fail(undefined);
  world.meet(undefined);
  await world.empty();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const run = (options: Parameters<typeof runFrontend>[1]) => runFrontend(project.root, options);
const ship = (name: string, more: Parameters<typeof runFrontend>[1] = {}) => run({ dir: builds[name], ...more });
const lockKey = "smart360-releases/lock";

async function text(Key: string): Promise<string | undefined> {
  const found = await world.s3.getObject({ Bucket: siteBucket, Key }).catch(() => undefined);
  return found?.Body?.transformToString();
}
/** The build whose page users get. */
const live = async () => /index-(\w+?)0*\.js/.exec((await text("index.html")) ?? "")?.[1];
const put = (Key: string, Body: string) => world.s3.putObject({ Bucket: siteBucket, Key, Body });

/** Does something once, at the first request that matches. */
function at(pattern: RegExp, meddle: () => Promise<unknown> | void): void {
  let isDone = false;
  world.meet(async (request) => {
    if (isDone || !pattern.test(request)) return;
    isDone = true;
    await meddle();
  });
}

const other = JSON.stringify({
  id: "other",
  who: "jenkins@builder-2",
  what: "release of a build",
  since: "2026-09-29T14:00:00.000Z",
  expires: "2099-01-01T00:00:00.000Z",
});
const steals = () => put(lockKey, other);
const spreading = /^Users see release \S+, some perhaps the one before for a while yet\. Nothing is left to do\.$/;
/** A machine that was asleep: whatever is asked for the time finds that a lock would have ended. */
function sleepyClock() {
  let now = Date.UTC(2026, 8, 30);
  return {
    now: () => new Date((now += 200_000)),
    elapsedSeconds: () => now / 1000,
    wait: async (seconds: number) => void (now += seconds * 1000),
  };
}

describe("Ctrl-C", () => {
  const before = ["It was interrupted.", "Users see what they saw before. Repeat the command."];

  it.each([
    ["while the lock is taken", /PUT .*\/lock$/],
    ["while the bucket is read", /GET .*\/records\//],
    ["while files are uploaded", /PUT .*\/assets\//],
    ["while the release is noted", /PUT .*\/records\//],
  ])("%s leaves what users saw, and no lock", async (_, request) => {
    await ship("one");
    at(request, () => void process.emit("SIGINT"));
    const { code, printed } = await ship("two");
    expect([code, printed]).toEqual([130, before]);
    expect([await live(), await text(lockKey)]).toEqual(["one", undefined]);

    world.meet(undefined);
    expect((await ship("two")).code).toBe(0);
    expect([await live(), await text("robots.txt")]).toEqual(["two", "# two\n"]);
  });

  it.each([
    ["while the page is put", /PUT .*\/index\.html$/],
    ["while fixed names follow", /PUT .*\/robots\.txt$/],
    ["while CloudFront is told", /POST .*\/invalidation$/],
  ])("%s comes too late: what users see is finished", async (_, request) => {
    await ship("one");
    at(request, () => void process.emit("SIGINT"));
    expect((await ship("two")).code).toBe(0);
    expect([await live(), await text("robots.txt"), await text(lockKey)]).toEqual(["two", "# two\n", undefined]);
  });

  it("while every edge location is waited for leaves nothing to do", async () => {
    const clock = {
      now: () => new Date(Date.UTC(2026, 8, 30)),
      elapsedSeconds: () => 0,
      async wait(_: number, signal?: AbortSignal) {
        process.emit("SIGINT");
        signal?.throwIfAborted();
      },
    };
    const underWay = `<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>`;
    world.meet((request) => (/GET .*\/invalidation\//.test(request) ? underWay : undefined));
    const { code, printed } = await ship("one", { wait: true, clock });
    expect([code, printed]).toEqual([130, ["It was interrupted.", expect.stringMatching(spreading)]]);
    expect([await live(), await text("robots.txt"), await text(lockKey)]).toEqual(["one", "# one\n", undefined]);
  });

  it("on a rollback before the switch leaves what users saw", async () => {
    await ship("one");
    await ship("two");
    at(/GET .*\/records\//, () => void process.emit("SIGTERM"));
    expect((await run({ rollback: true })).code).toBe(130);
    expect([await live(), await text(lockKey)]).toEqual(["two", undefined]);
  });
});

describe("CloudFront that takes its time", () => {
  const underWay = "<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>";

  it("for half an hour is waited for no longer", async () => {
    world.meet((request) => (/GET .*\/invalidation\//.test(request) ? underWay : undefined));
    const { code, printed } = await ship("one", { wait: true, pollSeconds: 300 });
    const id = /invalidation (\S+)/.exec(printed[0] ?? "")?.[1];
    expect([code, printed]).toEqual([
      1,
      [
        `CloudFront has not confirmed invalidation ${id} within 30 minutes. ` +
          `Ask it later: aws cloudfront get-invalidation --distribution-id ${world.distribution} --id ${id}`,
        expect.stringMatching(spreading),
      ],
    ]);
    expect([await live(), await text(lockKey)]).toEqual(["one", undefined]);
  });
});

describe("CloudFront that was not told of a release", () => {
  const invalidated = async () => {
    const { InvalidationList } = await world.cloudfront.listInvalidations({ DistributionId: world.distribution });
    return InvalidationList?.Items?.length ?? 0;
  };
  const told = (noted: readonly string[]) => noted.filter((line) => line.startsWith("CloudFront is to forget "));
  const owes = "CloudFront is to forget /index.html, /robots.txt";
  const failing =
    /^Users see release (\S+)\. (.*) for what was to follow: fixed names, CloudFront's copies, old files\.$/;

  /** A release of which nothing gets through from the request on that tells CloudFront, as if it was killed. */
  async function cutOff(options: Parameters<typeof run>[0]): Promise<readonly string[]> {
    await world.empty();
    await ship("one");
    if (options.rollback === true) await ship("two");
    at(/PUT .*\/robots\.txt$/, () => world.fail({ at: 1, mode: "refused" }));
    const { code, printed } = await run(options);
    expect(code).toBe(1);
    world.meet(undefined);
    world.fail(undefined);
    return failing.exec(printed[1] ?? "") ?? printed;
  }

  it("is told by the same command again, and after that by none", async () => {
    const [, id, again] = await cutOff({ dir: builds["two"] });
    expect([again, await live()]).toEqual(["Repeat the command", "two"]);
    const before = await invalidated();
    const { code, printed, noted } = await ship("two");
    expect([code, printed, told(noted), await invalidated()]).toEqual([
      0,
      [`Release ${id} is live already, with the same files. What was left to follow its switch is done now.`],
      [owes],
      before + 1,
    ]);
    const { printed: then, noted: quiet } = await ship("two");
    expect([then, told(quiet), await invalidated()]).toEqual([
      [`Release ${id} is live already, with the same files.`],
      [],
      before + 1,
    ]);
  });

  it("is told by the next release, whatever that changes itself", async () => {
    await cutOff({ dir: builds["two"] });
    const bare = join(world.local.folder, "bare");
    mkdirSync(bare, { recursive: true });
    writeFileSync(join(bare, "index.html"), "<p>bare</p>");
    expect(told((await run({ dir: bare })).noted)).toEqual([owes]);
    expect(told((await run({ dir: bare })).noted)).toEqual([]);
  });

  it("of a rollback is told by the command that is named, which goes back no further", async () => {
    const [, id, again] = await cutOff({ rollback: true });
    expect(again).toBe(`Run \`smart360 ship frontend --rollback --to ${id}\``);
    const { code, noted } = await run({ rollback: true, to: id });
    expect([code, told(noted), await live()]).toEqual([0, [owes], "one"]);
    expect(await refusal(run({ rollback: true, to: id }))).toEqual([
      "UserError",
      `Release ${id} is live already. Nothing was done.`,
    ]);
  });
});

describe("a lock that somebody else takes over", () => {
  const why =
    "The lock of the frontend was taken over by jenkins@builder-2 since 2026-09-29 14:00:00 UTC, " +
    "10 hours ago (release of a build): this release had not said for minutes that it is alive.";

  it("before the switch ends the release; the other one's lock stays", async () => {
    await ship("one");
    at(/PUT .*\/records\//, steals);
    const { code, printed } = await ship("two", { clock: sleepyClock() });
    expect([code, printed]).toEqual([1, [why, "Users see what they saw before. Repeat the command."]]);
    expect([await live(), await text(lockKey)]).toEqual(["one", other]);
  });

  it("after the switch ends it before anything of the other one's is replaced or deleted", async () => {
    for (const name of ["one", "two"]) await ship(name, { keep: 2 });
    at(/PUT .*\/index\.html$/, steals);
    const { code, printed } = await ship("three", { keep: 2, clock: sleepyClock() });
    expect([code, printed[0], printed[1]]).toEqual([
      1,
      why,
      expect.stringMatching(/^Users see release \S+\. Repeat the command for what was to follow: /),
    ]);
    expect([await live(), await text("robots.txt")]).toEqual(["three", "# two\n"]);
    expect(await text("assets/index-one00000.js")).toBe('"one"');
  });

  it("and whose page is live by then is told to be", async () => {
    await ship("one");
    at(/PUT .*\/records\//, async () => {
      await steals();
      await put("index.html", "<p>another release</p>");
    });
    const { printed } = await ship("two", { clock: sleepyClock() });
    expect(printed).toEqual([
      why,
      "Users see what somebody else put meanwhile, not this release. `smart360 ship frontend --list` tells what is live; " +
        "repeat the command if it is still to be yours.",
    ]);
  });
});

describe("a file that is not what its name says", () => {
  const release = async () => {
    const { Contents = [] } = await world.s3.listObjectsV2({
      Bucket: siteBucket,
      Prefix: "smart360-releases/records/",
    });
    return Contents[0]?.Key?.split("/").at(-1) ?? "";
  };

  it("is refused: a hash that stands for another content already", async () => {
    await ship("one");
    const changed = join(world.local.folder, "changed");
    cpSync(builds["one"] ?? "", changed, { recursive: true });
    writeFileSync(join(changed, "assets", "index-one00000.js"), '"not one"');
    expect(await refusal(run({ dir: changed }))).toEqual([
      "UserError",
      `assets/index-one00000.js has another content than in release ${await release()}, though browsers keep a file ` +
        "of that name for a year. Build with a hash of the content in the name. Nothing was uploaded.",
    ]);
    expect([await text("assets/index-one00000.js"), await text(lockKey)]).toEqual(['"one"', undefined]);
  });

  it("or is gone keeps a rollback from its release", async () => {
    await ship("one");
    const id = await release();
    await ship("two");
    await world.s3.deleteObject({ Bucket: siteBucket, Key: "assets/index-one00000.js" });
    const message = `Release ${id} cannot be gone back to: the bucket does not hold its assets/index-one00000.js any more. Ship its build again. Nothing was done.`;
    expect(await refusal(run({ rollback: true }))).toEqual(["UserError", message]);
    expect([await live(), await text(lockKey)]).toEqual(["two", undefined]);
  });
});

describe("an index.html that no release put", () => {
  const when = String.raw`20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC`;

  it("is replaced by the first release, which says so", async () => {
    await put("index.html", "<p>by hand</p>");
    const told = new RegExp(
      `^index\\.html is of no release: somebody else put it, ${when}\\. This release takes its place\\.$`,
    );
    const planned = await ship("one", { dryRun: true });
    expect([planned.noted[0], await text("index.html")]).toEqual([expect.stringMatching(told), "<p>by hand</p>"]);
    const { code, printed, noted } = await ship("one");
    expect([code, noted[0], printed[0]]).toEqual([
      0,
      expect.stringMatching(told),
      expect.stringMatching(/^Release \S+ is live\. Before it no release was\.$/),
    ]);
    expect(await live()).toBe("one");
  });

  it("is nothing to go back from where no release is kept", async () => {
    await put("index.html", "<p>by hand</p>");
    const [name, message] = await refusal(run({ rollback: true }));
    expect([name, message.replace(new RegExp(when), "<when>")]).toEqual([
      "UserError",
      "No release is live: somebody else put index.html, <when>. Say which one to go back to: --to <release>. " +
        "No release is kept; ship a build: --dir <build>. Nothing was done.",
    ]);
    expect(await refusal(run({ rollback: true, to: "x" }))).toEqual([
      "UserError",
      'There is no release "x" of the frontend. None is kept. Nothing was done.',
    ]);
  });

  it("over a release is told by --list, and a rollback asks which release is meant", async () => {
    await ship("one");
    await put("index.html", "<p>by hand</p>");
    const { printed } = await run({ list: true });
    expect(printed[0]).toMatch(new RegExp(`^No release is live: somebody else put index\\.html, ${when}, .* ago\\.$`));
    expect(printed[1]).toMatch(/^ {6}20\S+ {2}3 files$/);
    const [, id = ""] = /^ {6}(\S+)/.exec(printed[1] ?? "") ?? [];
    const [name, message] = await refusal(run({ rollback: true }));
    expect([name, message.replace(new RegExp(when), "<when>")]).toEqual([
      "UserError",
      "No release is live: somebody else put index.html, <when>. Say which one to go back to: --to <release>. " +
        `Kept are ${id}. Nothing was done.`,
    ]);
    expect((await run({ rollback: true, to: id })).code).toBe(0);
    expect(await live()).toBe("one");
  });

  it("that appears during a release is left as it is", async () => {
    await ship("one");
    at(/PUT .*\/records\//, () => put("index.html", "<p>by hand</p>"));
    expect(await refusal(ship("two"))).toEqual([
      "UserError",
      "Somebody else changed index.html during this release, which left it as it is: users see that one. " +
        "Find out who puts it beside `smart360 ship frontend` (`--list` tells whether a release did), then repeat.",
    ]);
    expect([await text("index.html"), await text(lockKey)]).toEqual(["<p>by hand</p>", undefined]);
  });
});

describe("what `ship status` tells of it", () => {
  const now = new Date("2099-01-02T00:00:00.000Z");
  const seen = async () => {
    const environment = loadEnvironment(project.root, "production");
    const { url: endpoint } = world.local.proxy;
    const aws = await openAws({ region: environment.region, local: { endpoint, accountId: environment.accountId } });
    const sight = await lookAtFrontend(aws, environment, now);
    aws.close();
    return sight;
  };
  const none = { live: undefined, since: undefined, shippedBy: undefined, lock: undefined };

  it("is the release that is live, since when, and who shipped it", async () => {
    expect(await seen()).toEqual(none);
    await ship("one");
    expect(await seen()).toEqual({
      live: expect.stringMatching(/^20\d{6}T\d{6}Z-\w{8}$/) as string,
      since: expect.stringMatching(/^20\d\d-\d\d-\d\dT/) as string,
      shippedBy: expect.stringContaining("@") as string,
      lock: undefined,
    });
  });

  it("is that none is where somebody else put the page, and who is releasing", async () => {
    await put("index.html", "<p>by hand</p>");
    await put(lockKey, other.replace("2099-01-01", "2099-01-03"));
    expect(await seen()).toEqual({
      ...none,
      since: expect.any(String) as string,
      lock: expect.objectContaining({ who: "jenkins@builder-2" }) as object,
    });
    await steals();
    expect(await seen()).toMatchObject({ lock: undefined });
  });
});

describe("a state of edge that", () => {
  const key = "production/edge.tfstate";
  const edge = async () =>
    (await world.s3.getObject({ Bucket: stateBucket, Key: key })).Body?.transformToString() ?? "";

  it("is not there is told", async () => {
    const state = await edge();
    await world.s3.deleteObject({ Bucket: stateBucket, Key: key });
    const said = await refusal(ship("one"));
    await world.s3.putObject({ Bucket: stateBucket, Key: key, Body: state });
    expect(said).toEqual([
      "UserError",
      "The stack edge of production is not applied: there is no bucket to ship to. Apply it first, then repeat.",
    ]);
  });

  it("names a bucket that is gone is told, of a release and of --list", async () => {
    const state = await edge();
    const gone = "smart360-production-frontend-gone";
    await world.s3.putObject({ Bucket: stateBucket, Key: key, Body: state.replace(siteBucket, gone) });
    const said = [await refusal(ship("one")), await refusal(run({ list: true }))];
    await world.s3.putObject({ Bucket: stateBucket, Key: key, Body: state });
    const message = `There is no bucket ${gone}, though the state of edge names it. Apply the stack edge again.`;
    expect(said).toEqual([
      ["UserError", message],
      ["UserError", message],
    ]);
  });

  it("S3 denies may be there or not: both are told", async () => {
    world.answer("GET", { status: 403, code: "AccessDenied" });
    expect(await refusal(ship("one"))).toEqual([
      "UserError",
      `S3 denies ${key} in the bucket ${stateBucket}. Either these credentials may not read it (s3:GetObject, kms:Decrypt), ` +
        "or it is not there and they may not be told so (s3:ListBucket). " +
        "Use the role `release` (stack `delivery`), or allow them both.",
    ]);
  });
});
