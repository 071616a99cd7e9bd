/**
 * The runbook's way from an empty account to running services, walked: its own command lines, in their order, by the real
 * command with the real AWS provider, for two services instead of nine. The local AWS stands for AWS, processes of this
 * machine for one-off tasks, a PostgreSQL of the test's own for RDS.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agreed, stepsToSecrets, walkedToSecrets } from "../support/real-base";
import { notWalked, runbookSteps, type RunbookStep, type Walked } from "../support/runbook";
import { RunbookWorld, runbookPrograms } from "../support/runbook-world";
import type { Answers } from "../support/terminal";

const programs = await runbookPrograms();
const services = ["assets", "billing"];
const djangoKey = "what-Django-signs-with";
/** Where nobody made the base before, terraform applies it first. */
const startTimeoutMs = 600_000;

describe.skipIf(programs === undefined)(
  "the runbook (needs the real provider, PostgreSQL 15, pip, a C compiler)",
  () => {
    let world: RunbookWorld;
    /** What is still to be walked. */
    const ahead = runbookSteps().slice(stepsToSecrets().length).filter(isWalked);
    const said: Walked[] = [];

    beforeAll(async () => {
      if (programs === undefined) return;
      world = await RunbookWorld.start(programs, services);
      said.push(...walkedToSecrets(world.project));
    }, startTimeoutMs);
    afterAll(() => world.stop());

    /** Takes the next line of the runbook, which must begin like this, and runs it. */
    async function walk(begin: string, answers?: Answers): Promise<Walked> {
      return run(next(begin), answers);
    }

    /** As `walk`, for each service in the place of billing. */
    async function walkForEach(begin: string): Promise<readonly Walked[]> {
      const words = next(begin);
      return Promise.all(services.map((name) => run(words.map((word) => word.replace("billing", name)))));
    }

    function next(begin: string): readonly string[] {
      const words = ahead.shift()?.args ?? [];
      expect(words.join(" ").slice(0, begin.length)).toBe(begin);
      return words;
    }

    async function run(args: readonly string[], answers?: Answers): Promise<Walked> {
      const walked = { line: args.join(" "), ...(await world.smart360(args, answers)) };
      said.push(walked);
      return walked;
    }

    const production = ["-e", "production"];
    const expectDone = ({ line, code, stdout, stderr }: Walked, expected = 0) =>
      expect(code, `${line}\n${stdout}\n${stderr}`).toBe(expected);

    it("has no line that is left out for nothing", () => {
      const lines = runbookSteps().map(({ line }) => line);
      for (const begin of Object.keys(notWalked))
        expect(
          lines.filter((line) => line.startsWith(begin)),
          begin,
        ).not.toEqual([]);
    });

    it("plans, reviews and applies what nothing runs in yet", () => {
      expect(said.map(({ line, code }) => [line, code])).toEqual([
        ["npx smart360 plan network registry -e production", 2],
        ["npx smart360 review -e production", 0],
        ["npx smart360 apply -e production", 0],
        ["npx smart360 plan platform -e production", 2],
        ["npx smart360 review -e production", 0],
        ["npx smart360 apply -e production", 0],
      ]);
      const [, , registry, , , platform] = said.map(({ stdout }) => stdout);
      expect(registry).toContain("Applied: registry.");
      expect(platform).toContain("Applied: platform.");
    });

    it("gives every secret a value, and makes the databases", async () => {
      const questions = ["billing", "assets"].map(
        (name) => [`${name}: value of django-secret-key (DJANGO_SECRET_KEY)`, `${djangoKey} ${name}`] as const,
      );
      const init = await walk("secrets init", questions);
      expectDone(init);
      const lines = init.stdout.split(/\r?\n/).map((line) => line.trim());
      for (const name of services)
        expect(lines).toEqual(
          expect.arrayContaining([
            `${name}  database-url: written`,
            `${name}  database ${name}: ready`,
            `${name}  redis-url: written`,
            `${name}  django-secret-key: written`,
          ]),
        );
      expect(lines).toContain("Every secret has a value (6).");
      expect(await world.secret("billing", "redis-url")).toBe("rediss://:TokenOfTheTest1@data-cache-address:5432/0");
      expect(await world.secret("assets", "django-secret-key")).toBe(`${djangoKey} assets`);
    });

    it("makes roles that log in with what is in Secrets Manager, own their database, and reach no other", async () => {
      for (const name of services) {
        const url = await world.secret(name, "database-url");
        expect(url).toMatch(
          new RegExp(
            `^postgresql://${name}:[\\w-]{43}@127\\.0\\.0\\.1:${world.postgres.port}/${name}\\?sslmode=verify-full$`,
          ),
        );
        const owner = "SELECT current_user, datdba::regrole FROM pg_database WHERE datname = current_database()";
        expect(await world.psqlBy(url, owner)).toEqual({
          code: 0,
          stdout: `${name}|${name}`,
          stderr: "",
        });
        const other = services.find((one) => one !== name) ?? "";
        const refused = await world.psqlBy(url.replace(`/${name}?`, `/${other}?`), "SELECT 1");
        expect(refused.stderr).toContain(`permission denied for database "${other}"`);
      }
    });

    it("says that every secret has a value", async () => {
      const status = await walk("secrets status");
      expectDone(status);
      expect(status.stdout).toContain("Every secret has a value.");
    });

    it("plans no service before it has an image", async () => {
      const plan = await run(["plan", "service-billing", ...production]);
      expectDone(plan, 1);
      expect(plan.stdout).toContain(
        "No image of billing has been released yet. Start the Jenkins job of billing (or run: smart360 ship billing --first --image <tag>), then plan again.",
      );
    });

    it("names the first image of each service", async () => {
      for (const name of services) await world.push(name, "build-1");
      for (const first of await walkForEach("ship billing --first")) expectDone(first);
      for (const name of services) expect(await world.imageParameter(name)).toMatch(/@sha256:[0-9a-f]{64}$/);
    });

    it("plans the services", async () => {
      expectDone(await walk("plan service-*"), 2);
    });

    it("reviews and applies exactly those plans", async () => {
      expectDone(await walk("review"));
      const apply = await walk("apply", agreed);
      expectDone(apply);
      expect(apply.stdout).toContain("Applied: service-assets, service-billing.");
    });

    it("runs the migrations of each service, with what was given to it", async () => {
      for (const redeploy of await walkForEach("ship billing --redeploy")) {
        expectDone(redeploy);
        expect(redeploy.stdout).toMatch(/Migrate +python manage\.py migrate --noinput: done in \d+ s/);
      }
      const migrations = world.tasks.all.filter(({ task }) => task.startedBy?.startsWith("smart360-ship/"));
      expect(migrations.map(({ task }) => task.containers?.[0]?.exitCode)).toEqual([0, 0]);
      for (const { lines } of migrations) expect(lines).toContain("  Applying auth.0001_initial... OK");
    });

    it("tells what runs, and finds nothing missing and nothing left over", async () => {
      const status = await walk("ship status");
      expectDone(status);
      for (const name of services)
        expect(status.stdout).toMatch(new RegExp(`^${name} +build-1 +2 +2 of 2 .* ok$`, "m"));
      const check = await walk("check --live");
      expectDone(check);
      expect(check.stdout).toContain("locks: none held");
      expect(check.stdout).toContain("secrets: 6 of 6 have a value");
      expect(ahead).toEqual([]);
    });

    describe("afterwards", () => {
      it("refuses to apply what was planned before a release", async () => {
        const manifest = join(world.project.root, "services.json");
        const before = readFileSync(manifest, "utf8");
        const { defaults, ...rest } = JSON.parse(before) as { readonly defaults: object };
        writeFileSync(manifest, JSON.stringify({ ...rest, defaults: { ...defaults, deregistrationDelaySeconds: 40 } }));
        expectDone(await run(["plan", "service-billing", ...production]), 2);
        await world.push("billing", "build-2");
        expectDone(await run(["ship", "billing", "--image", "build-2", ...production]));
        const apply = await run(["apply", ...production], agreed);
        expectDone(apply, 2);
        expect(apply.stdout.replace(/\s+/g, " ").trim()).toBe(
          "Nothing is applied: the plans of service-billing were made before a release, whose image applying them would " +
            "take back. Run `smart360 plan -e production` and review again.",
        );
        writeFileSync(manifest, before);
      });

      it("plans nothing after a release", async () => {
        const plan = await run(["plan", "service-billing", ...production]);
        expectDone(plan);
        expect(plan.stdout).toContain("No change in 1 stack: service-billing");
      });

      it("loses nothing when a rotation is interrupted: repeated, it ends well", async () => {
        const before = await world.secret("billing", "database-url");
        const rotate = ["secrets", "init", "billing", "--rotate", "database-url", ...production];
        const interrupted = await world.smart360Interrupted("makes it", rotate);
        expect([interrupted.code, interrupted.stdout.trim().split("\n").at(-1)]).toEqual([
          130,
          "Interrupted. What is done stays, and nothing is lost: repeat the command.",
        ]);
        expect(world.tasks.all.filter(({ task }) => task.lastStatus !== "STOPPED")).toEqual([]);
        expectDone(await run(["secrets", "init", "billing", ...production]));
        const after = await world.secret("billing", "database-url");
        expect(after).not.toBe(before);
        expect(await world.psqlBy(after, "SELECT current_user")).toMatchObject({ code: 0, stdout: "billing" });
        expect((await world.psqlBy(before, "SELECT 1")).stderr).toContain("password authentication failed");
      });

      it("told no secret anywhere: no output, no task, no log", async () => {
        const told = JSON.stringify([said, world.tasks.all, world.postgres.log()]);
        expect(told).toContain("SCRAM-SHA-256");
        const urls = await Promise.all(services.map((name) => world.secret(name, "database-url")));
        const passwords = urls.map((url) => new URL(url).password);
        for (const secret of [...passwords, world.postgres.master.password, "TokenOfTheTest1", djangoKey])
          expect(told).not.toContain(secret);
      });
    });
  },
);

function isWalked({ args }: RunbookStep): boolean {
  return args !== undefined;
}
