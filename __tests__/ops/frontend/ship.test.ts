/** Releases of a React app built by Vite, on the local AWS, and the site as a browser finds it after each of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { foreign } from "../../support/delivery";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import {
  buildApp,
  contentsOf,
  runFrontend,
  siteBucket,
  stateBucket,
  startFrontendWorld,
  visit,
  wholeOf,
  type Fault,
  type FrontendWorld,
} from "../../support/frontend";
import { allows } from "../../support/iam";
import { refusal, steppedClock } from "../../support/releasing";
import { releasePolicies } from "../../../modules/delivery/release-policies";
import { loadEnvironment } from "../../../ops/project";
import { iamAction, type AwsCall } from "../../../ops/aws/aws";

let world: FrontendWorld;
let project: FixtureProject;
let one: string;
let two: string;
let builds: Readonly<Record<string, ReadonlySet<string>>>;

beforeAll(async () => {
  world = await startFrontendWorld();
  project = fixtureProject();
  one = await buildApp(world.local.folder, "one");
  two = await buildApp(world.local.folder, "two");
  builds = { one: contentsOf(one), two: contentsOf(two) };
});
afterAll(async () => {
  await project.remove();
  await world.stop();
});
beforeEach(async () => {
  for (const [name, value] of Object.entries(world.variables)) vi.stubEnv(name, value);
  world.fail(undefined);
  world.answer("GET");
  world.meet(undefined);
  await world.empty();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const run = (options: Parameters<typeof runFrontend>[1]) => runFrontend(project.root, options);
const keys = async () => {
  const { Contents = [] } = await world.s3.listObjectsV2({ Bucket: siteBucket });
  return Contents.map(({ Key = "" }) => Key);
};
const text = async (Key: string) => (await world.s3.getObject({ Bucket: siteBucket, Key })).Body?.transformToString();
const invalidated = async () => {
  const { InvalidationList } = await world.cloudfront.listInvalidations({ DistributionId: world.distribution });
  return InvalidationList?.Items?.length ?? 0;
};

describe("a build that is shipped", () => {
  it("is what a browser gets, whole; the next one replaces it, and a rollback brings it back", async () => {
    expect((await run({ dir: one })).code).toBe(0);
    const first = await visit(world.s3);
    expect(first.size).toBeGreaterThanOrEqual(6);
    expect(wholeOf(first, builds)).toEqual(["one"]);

    const second = await run({ dir: two });
    expect(second.code).toBe(0);
    expect(wholeOf(await visit(world.s3), builds)).toEqual(["two"]);
    expect(await text("robots.txt")).toBe("# two\n");
    // The page that is open in a browser still finds its files.
    for (const path of first.keys()) expect(await keys()).toContain(path);

    expect((await run({ rollback: true })).code).toBe(0);
    expect(await visit(world.s3)).toEqual(first);
    expect(await text("robots.txt")).toBe("# one\n");
  });

  it("is uploaded in order: files with a hash, the record, the page, fixed names; and only what changed", async () => {
    await run({ dir: one });
    world.fail(undefined);
    await run({ dir: two });
    const changes = world.changes().map((change) =>
      change
        .replace(/\?.*/, "")
        .replace(/\/20\d+T\w+-\w+$/, "")
        .replace(`/${siteBucket}`, ""),
    );
    const page = changes.indexOf("PUT /index.html");
    expect(changes[page - 3]).toBe("PUT /smart360-releases/owed");
    expect(changes[page - 2]).toBe("PUT /smart360-releases/records");
    expect(changes[page - 1]).toBe("PUT /smart360-releases/lock");
    expect(changes.slice(page + 1)).toEqual([
      "PUT /favicon.svg",
      "PUT /manifest.webmanifest",
      "PUT /robots.txt",
      `POST /2020-05-31/distribution/${world.distribution}/invalidation`,
      "POST /",
      "DELETE /smart360-releases/lock",
    ]);
    expect(changes.slice(0, page - 3).filter((change) => /terms|\.css/.test(change))).toEqual([]);
  });

  it("is kept for ever under names with a hash, and asked about under others; types have their charset", async () => {
    await run({ dir: one });
    const heads = await Promise.all(
      (await keys()).map(async (Key) => {
        const { CacheControl, ContentType } = await world.s3.headObject({ Bucket: siteBucket, Key });
        return [
          Key.replaceAll(/-[\w-]{8}(?=\.(js|css))/g, "-HASH").replace(/\.[0-9a-f]{12}\./, ".HASH."),
          CacheControl,
          ContentType,
        ];
      }),
    );
    const forEver = "public, max-age=31536000, immutable";
    for (const expected of [
      ["index.html", "no-cache", "text/html; charset=utf-8"],
      ["robots.txt", "no-cache", "text/plain; charset=utf-8"],
      ["favicon.HASH.svg", forEver, "image/svg+xml"],
      ["favicon.svg", "no-cache", "image/svg+xml"],
      ["assets/index-HASH.js", forEver, "text/javascript; charset=utf-8"],
      ["assets/index-HASH.css", forEver, "text/css; charset=utf-8"],
      ["terms & conditions – é.html", "no-cache", "text/html; charset=utf-8"],
    ])
      expect(heads).toContainEqual(expected);
  });

  it("again changes nothing, and does not bother CloudFront", async () => {
    await run({ dir: one });
    const before = await invalidated();
    const { code, printed } = await run({ dir: one });
    expect([code, printed]).toEqual([
      0,
      [expect.stringMatching(/^Release 20\d{6}T\d{6}Z-\w{8} is live already, with the same files\.$/)],
    ]);
    expect(await invalidated()).toBe(before);
  });

  it("leaves nothing of releases that are not kept", async () => {
    for (const dir of [one, two, one, two]) expect((await run({ dir, keep: 2 })).code).toBe(0);
    expect((await keys()).filter((key) => key.startsWith("smart360-releases/records/"))).toHaveLength(2);
    mkdirSync(join(world.local.folder, "bare"), { recursive: true });
    writeFileSync(join(world.local.folder, "bare", "index.html"), "<p>bare</p>");
    for (const word of ["bare", "barer"]) {
      writeFileSync(join(world.local.folder, "bare", "index.html"), `<p>${word}</p>`);
      await run({ dir: join(world.local.folder, "bare"), keep: 2 });
    }
    expect((await keys()).filter((key) => !key.startsWith("smart360-releases/"))).toEqual(["index.html"]);
  });

  it("is live for a machine as soon as it is released or gone back to, not while it is planned", async () => {
    await run({ dir: one });
    const said = async (options: Parameters<typeof run>[0]) => {
      const { printed } = await run({ ...options, json: true });
      const { outcome, isLive } = JSON.parse(printed.join("\n")) as Readonly<Record<string, unknown>>;
      return [outcome, isLive];
    };
    expect(await said({ dir: one, dryRun: true })).toEqual(["planned", true]);
    expect(await said({ dir: two, dryRun: true })).toEqual(["planned", false]);
    expect(await said({ dir: two })).toEqual(["released", true]);
    expect(await said({ dir: two })).toEqual(["unchanged", true]);
    expect(await said({ rollback: true })).toEqual(["released", true]);
  });

  it("with --dry-run is only told, and with --list the releases are", async () => {
    await run({ dir: one });
    const before = await keys();
    const { code, printed } = await run({ dir: two, dryRun: true });
    expect([code, printed.at(-1)]).toEqual([0, "Nothing was done (--dry-run)."]);
    expect(printed).toContain("CloudFront is to forget:");
    expect(await keys()).toEqual(before);
    const { printed: listed } = await run({ list: true });
    expect(listed[0]).toMatch(/^live {2}20\d{6}T\d{6}Z-\w{8} {2}\d+ files$/);
  });
});

describe("a release that is cut off", () => {
  const faults = async () => {
    await run({ dir: one });
    world.fail(undefined);
    await run({ dir: two });
    return world.changes().length;
  };

  it.each<Fault["mode"]>(["refused", "lost"])(
    "at any request (%s) leaves the old site or the new one, whole",
    async (mode) => {
      const count = await faults();
      const seen: string[][] = [];
      for (let at = 1; at <= count; at += 1) {
        world.fail(undefined);
        await world.empty();
        await run({ dir: one });
        world.fail({ at, mode });
        const cut = await run({ dir: two });
        const whole = wholeOf(await visit(world.s3), builds);
        seen.push(whole);
        // What it says of the site is so.
        const said = cut.printed.at(-1) ?? "";
        if (cut.code !== 0)
          expect([at, said.startsWith("Users see what they saw before")]).toEqual([at, whole[0] === "one"]);
        // Once is enough, and costs a release each.
        if (mode === "lost") continue;
        // Its lock ends by itself: the hour until the next run is longer. Then the same command finishes it.
        world.fail(undefined);
        expect((await run({ dir: two })).code).toBe(0);
        expect(wholeOf(await visit(world.s3), builds)).toEqual(["two"]);
        expect(await text("robots.txt")).toBe("# two\n");
        expect((await keys()).filter((key) => key.startsWith("smart360-releases/owed/"))).toEqual([]);
      }
      expect(seen.every((whole) => whole.length === 1)).toBe(true);
      expect([...new Set(seen.flat())]).toEqual(["one", "two"]);
    },
  );
});

describe("two releases at once", () => {
  it("exclude each other, and the second is told who is at it", async () => {
    const since = "2026-09-29T14:00:00.000Z";
    const lock = {
      id: "x",
      who: "jenkins@builder-1",
      what: "release of a build",
      since,
      expires: "2099-01-01T00:00:00.000Z",
    };
    await world.s3.putObject({ Bucket: siteBucket, Key: "smart360-releases/lock", Body: JSON.stringify(lock) });
    const clock = { ...steppedClock(Date.UTC(2026, 8, 29, 14, 2)), wait: async () => undefined };
    expect(await refusal(run({ dir: one, clock }))).toEqual([
      "UserError",
      "The frontend is being released by jenkins@builder-1 since 2026-09-29 14:00:00 UTC, 2 minutes ago (release of a build). " +
        "Wait until that is done; if it was killed, its lock ends at 2099-01-01 00:00:00 UTC. Nothing was done.",
    ]);
    expect(await keys()).toEqual(["smart360-releases/lock"]);
  });

  it("started together, one of them goes through, or both one after the other", async () => {
    const ended = await Promise.allSettled([run({ dir: one }), run({ dir: two })]);
    expect(ended.some(({ status }) => status === "fulfilled")).toBe(true);
    for (const end of ended)
      if (end.status === "rejected") expect(String(end.reason)).toContain("The frontend is being released by ");
    expect(wholeOf(await visit(world.s3), builds)).toHaveLength(1);
  });
});

describe("what AWS refuses", () => {
  it("for a moment is asked again", async () => {
    world.answer("PUT", { status: 503, code: "SlowDown" }, { status: 500, code: "InternalError" });
    expect((await run({ dir: one })).code).toBe(0);
    expect(wholeOf(await visit(world.s3), builds)).toEqual(["one"]);
  });

  it.each([
    [
      "AccessDenied",
      "These credentials may not call s3:PutObject. Use the role `release` (stack `delivery`), or allow them that.",
    ],
    [
      "ExpiredToken",
      "The credentials were not accepted for PutObject: made up: ExpiredToken. Sign in again and repeat the command.",
    ],
  ])("for good (%s) is told in one sentence", async (code, message) => {
    world.answer("PUT", { status: code === "AccessDenied" ? 403 : 400, code });
    expect(await refusal(run({ dir: one }))).toEqual(["UserError", message]);
  });

  it("a wrong account is refused before anything is read", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "444455556666");
    const [name, message] = await refusal(run({ dir: one }));
    expect([name, message]).toEqual(["UserError", expect.stringContaining("444455556666")]);
    expect(await keys()).toEqual([]);
  });
});

describe("a rollback", () => {
  it("is refused where there is nothing to go back to", async () => {
    const none =
      "There is no release of the frontend before the live one; `smart360 ship frontend --list` tells which are kept, and --to " +
      "names one. Nothing was done.";
    expect(await refusal(run({ rollback: true }))).toEqual(["UserError", none]);
    await run({ dir: one });
    expect(await refusal(run({ rollback: true }))).toEqual(["UserError", none]);
  });

  it("names the releases that there are, and refuses the live one", async () => {
    await run({ dir: one });
    const [id = ""] = (await keys()).flatMap((key) => /records\/(.*)/.exec(key)?.[1] ?? []);
    expect(await refusal(run({ rollback: true, to: "x" }))).toEqual([
      "UserError",
      `There is no release "x" of the frontend. Kept are ${id}. Nothing was done.`,
    ]);
    expect(await refusal(run({ rollback: true, to: id }))).toEqual([
      "UserError",
      `Release ${id} is live already. Nothing was done.`,
    ]);
  });
});

describe("the release role", () => {
  it("allows what releases of the frontend call, and nothing but that", async () => {
    const environment = loadEnvironment(project.root, "production");
    const arns = { ...foreign(environment), frontendBucketArn: `arn:aws:s3:::${siteBucket}`, services: ["billing"] };
    const policies = releasePolicies(environment, arns);
    const statements = [...(policies["release-frontend"] ?? []), ...(policies["release-checks"] ?? [])];
    const calls: AwsCall[] = [];
    const onCall = (call: AwsCall) => void calls.push(call);
    for (const dir of [one, two, one, two]) await run({ dir, keep: 2, wait: true, onCall });
    await run({ rollback: true, onCall });
    await run({ list: true, onCall });

    const asked = calls.map(({ service, operation, input }) => {
      const { Bucket, Key } = input as { readonly Bucket?: string; readonly Key?: string };
      const object = operation === "DeleteObjects" ? "any" : Key;
      const s3 = `arn:aws:s3:::${Bucket}${object === undefined ? "" : `/${object}`}`;
      const resource = service === "CloudFront" ? arns.distributionArn : service === "S3" ? s3 : "*";
      return [iamAction(service, operation), resource] as const;
    });
    const forbidden = asked.filter(([action, resource]) => !allows(statements, action, resource));
    expect([...new Set(forbidden.map(([action, resource]) => `${action} on ${resource}`))]).toEqual([]);
    const made = new Set(asked.map(([action]) => action));
    const allowed = new Set((policies["release-frontend"] ?? []).flatMap(({ actions }) => actions));
    expect([...allowed].sort()).toEqual([...made].filter((action) => !action.startsWith("sts:")).sort());
    expect(asked.some(([, resource]) => resource === `arn:aws:s3:::${stateBucket}/production/edge.tfstate`)).toBe(true);
  });
});
