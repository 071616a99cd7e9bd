/** `smart360 review` of plans from files: what it writes, its exit codes, what it refuses. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statefulTypes } from "../../../core/plan-review/facts/stateful";
import { review, type ReviewOptions } from "../../../ops/commands/review";
import { UserError } from "../../../core/errors";
import { created, destroyed, planJson, replaced, updated, type ResourceChange } from "../../support/plans";
import { usedTypes } from "../../support/resource-types";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-review-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const at = (...path: string[]) => join(folder, ...path);

function planFile(name: string, changes: readonly ResourceChange[], more = {}): string {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), planJson(changes, more));
  return at(name);
}

interface Answer {
  readonly code: number;
  readonly printed: string;
  readonly noted: string;
}

async function run(files: readonly string[], more: Partial<ReviewOptions> = {}): Promise<Answer> {
  const [printed, noted]: [string[], string[]] = [[], []];
  const out = {
    isTerminal: false,
    print: (line: string) => void printed.push(line),
    note: (line: string) => void noted.push(line),
    bold: (text: string) => text,
  };
  const now = "2026-11-22T12:00:00.000Z";
  const code = await review(
    { root: folder, environment: "production", files, out: [], approve: [], now, ...more },
    out,
  );
  return { code, printed: printed.join("\n"), noted: noted.join("\n") };
}

async function refusal(files: readonly string[], more: Partial<ReviewOptions> = {}): Promise<string> {
  const error: unknown = await run(files, more).catch((caught: unknown) => caught);
  if (error instanceof UserError) return error.message;
  throw new Error(`not refused: ${JSON.stringify(error)}`);
}

const bucket = destroyed("aws_s3_bucket", "files", { bucket: "files" });

describe("smart360 review <plan.json>", () => {
  it("answers 0 for what is not red, and 3 for what is", async () => {
    const calm = planFile("calm.json", [created("aws_vpc", "a", { cidr_block: "10.0.0.0/16" })]);
    expect((await run([calm])).code).toBe(0);
    const red = await run([calm, planFile("red.tfplan.json", [bucket])]);
    expect(red.code).toBe(3);
    expect(red.printed).toContain("bucket files would be destroyed");
    expect(red.printed).toMatch(/^ {2}red +red /m);
  });

  it("writes any number of files, and prints what it comes to", async () => {
    const out = ["md", "html", "json", "xml", "txt"].map((ending) => at("reports", `review.${ending}`));
    const { code, printed, noted } = await run([planFile("red.json", [bucket])], { out });
    expect([code, printed]).toEqual([
      3,
      "Data would be lost: bucket files.\n1 destroyed\nNot to be applied: 1 red finding without approval.",
    ]);
    expect(noted).toBe(out.map((file) => `Wrote ${file}`).join("\n"));
    const beginnings = out.map((file) => readFileSync(file, "utf8").slice(0, 5));
    expect(beginnings).toEqual(["### 🔴".slice(0, 5), "<!doc", '{\n  "', "<?xml", "Data "]);
  });

  it("approves the finding that is meant, where two stacks have one by the same address", async () => {
    const other = created("aws_vpc", "a", { cidr_block: "10.0.0.0/16" });
    const files = [planFile("one.json", [bucket]), planFile("two.json", [bucket, other])];
    const given = { approvals: at("approvals.json"), by: "ops", reason: "It is empty since May." };
    await expect(run(files, { ...given, approve: ["aws_s3_bucket.files"] })).rejects.toThrow(
      new UserError(
        "aws_s3_bucket.files is red in several stacks. Say which is meant: one/aws_s3_bucket.files or two/aws_s3_bucket.files.",
      ),
    );
    const { code } = await run(files, { ...given, approve: ["two/aws_s3_bucket.files"] });
    expect(code).toBe(3);
    const { approvals } = JSON.parse(readFileSync(at("approvals.json"), "utf8")) as { approvals: unknown[] };
    expect(approvals).toEqual([expect.objectContaining({ stack: "two", addresses: ["aws_s3_bucket.files"] })]);
  });

  it("tells plans of the same name apart by their folders", async () => {
    const files = ["one", "two"].map((name) => planFile(join(name, "plan.json"), [bucket]));
    const { printed } = await run(files, { format: "json" });
    const { review: told } = JSON.parse(printed) as { review: { stacks: { stack: string }[] } };
    expect(told.stacks.map(({ stack }) => stack)).toEqual(files.map((file) => file.replace(".json", "")));
  });

  it("goes by approvals in a file, bound to the hash of the plan", async () => {
    const file = planFile("data.json", [bucket, destroyed("aws_db_instance", "a", { identifier: "a" })]);
    const approvals = at("approvals.json");
    const given = { approvals, by: " ops ", reason: "It is empty since May." };
    const one = await run([file], { ...given, approve: ["aws_s3_bucket.files"] });
    expect([one.code, one.noted]).toEqual([3, expect.stringContaining("for these plans only.")]);
    expect((await run([file], { ...given, approve: ["aws_db_instance.a"] })).code).toBe(0);
    expect((await run([file], { approvals })).code).toBe(0);
    // The same plan, made again: another hash.
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
    expect((await run([file], { approvals })).code).toBe(3);
  });

  it("reads standard input, from a pipe; approves nothing of it, for nobody could find it again", () => {
    const command = join(import.meta.dirname, "..", "..", "..", "ops", "smart360.mjs");
    const piped = (...args: string[]) =>
      spawnSync(process.execPath, [command, "review", "-", ...args], { input: planJson([bucket]), encoding: "utf8" });
    expect(piped("--format", "junit").status).toBe(3);
    const approving = ["--approve", "aws_s3_bucket.files", "--by", "ops", "--reason", "It is empty since May."];
    const { status, stderr } = piped(...approving, "--approvals", at("of-stdin.json"));
    expect([status, stderr]).toEqual([
      2,
      "aws_s3_bucket.files cannot be approved: its plan came from standard input. Give it as a file.\n",
    ]);
    expect(existsSync(at("of-stdin.json"))).toBe(false);
  });
});

describe("smart360 review refuses", () => {
  const holding = (text: string) => () => (writeFileSync(at("x.json"), text), at("x.json"));
  const make = "Give what `terraform show -json <plan file>` prints.";

  it.each<[string, () => string, string]>([
    [
      "what is not there",
      () => at("none.json"),
      "<file> is not there. Give plans that `terraform show -json <plan file>` printed.",
    ],
    ["a folder", () => folder, "<file> is a folder. Give the plans in it by name."],
    [
      "links in a circle",
      () => (symlinkSync(at("x.json"), at("x.json")), at("x.json")),
      "<file> cannot be read: its symbolic links lead in a circle (ELOOP).",
    ],
    ["no JSON", holding("Terraform will"), `<file>:1:1  this is not JSON from here on. ${make}`],
    [
      "a state",
      holding('{"version":4,"lineage":"a","serial":1}'),
      `<file> is a state, and no plan. Plan with \`terraform plan -out <plan file>\`. ${make}`,
    ],
    [
      "format 2",
      () => planFile("x.json", [], { format_version: "2.0" }),
      "<file> has format_version 2.0, and 1.x is known here. Review it with a newer smart360, or plan with a Terraform of 1.x.",
    ],
    [
      "half a plan",
      holding(planJson([bucket]).slice(0, 200)),
      `<file> ends too early, after 200 characters. It was cut off: make it again. ${make}`,
    ],
    [
      "200 MB",
      () => {
        writeFileSync(at("x.json"), "");
        truncateSync(at("x.json"), 200 * 1024 * 1024);
        return at("x.json");
      },
      "<file> has more than the 100 MiB that are reviewed at once. A plan of 900 resources has about 10 MiB: is this one?",
    ],
  ])("%s", async (_, make, message) => {
    const file = make();
    expect(await refusal([file])).toBe(message.replace("<file>", file));
    rmSync(at("x.json"), { force: true });
  });

  it("plans where none are kept", async () => {
    expect(await refusal([])).toBe("Nothing is planned for production. Run `smart360 plan -e production` first.");
  });

  it("an ending that names no format", async () => {
    expect(await refusal([planFile("a.json", [])], { out: ["review.pdf"] })).toBe(
      "review.pdf has no ending that names a format. Known are .md, .html, .json, .xml (JUnit) and .txt.",
    );
    expect(existsSync(at("review.pdf"))).toBe(false);
  });

  it("the id of plans that it does not keep", async () => {
    expect(await refusal([planFile("a.json", [])], { id: true })).toBe(
      "--id is of the plans that `smart360 plan` keeps: give no files with it.",
    );
  });

  it("approvals without a name, a reason, a file, or something red", async () => {
    const file = planFile("a.json", [bucket]);
    const approve = ["aws_s3_bucket.files"];
    const full = { approve, by: "ops", reason: "It is empty since May.", approvals: at("given.json") };
    const needsReason = "An approval says who gives it and why: add --by <name> and --reason <10 to 1,000 characters>.";
    expect(await refusal([file], { approve })).toBe(needsReason);
    expect(await refusal([file], { ...full, by: "  " })).toBe(needsReason);
    for (const characters of [9, 1_001])
      expect(await refusal([file], { ...full, reason: "x".repeat(characters) })).toBe(
        `The reason has ${characters.toLocaleString("en-US")} characters; an approval says why in 10 to 1,000.`,
      );
    expect(await refusal([file], { by: "ops" })).toBe("--by and --reason belong to --approve <address>.");
    expect(await refusal([file], { approve, by: full.by, reason: full.reason })).toBe(
      "Plans given by name have no place for approvals: say where they are, with --approvals <file>.",
    );
    expect(await refusal([file], { ...full, approve: ["aws_s3_bucket.other"] })).toBe(
      "aws_s3_bucket.other is not red in these plans. Red is a/aws_s3_bucket.files.",
    );
    const twice = replaced(
      "aws_db_instance",
      "a",
      { identifier: "a", storage_encrypted: true },
      { identifier: "a", storage_encrypted: false },
      [["storage_encrypted"]],
    );
    // Two findings of one resource, by one address.
    expect(await refusal([planFile("twice.json", [twice])], { ...full, approve: ["aws_db_instance.b"] })).toBe(
      "aws_db_instance.b is not red in these plans. Red is twice/aws_db_instance.a.",
    );
    expect(await refusal([file], { approvals: at("absent.json") })).toBe(
      `${at("absent.json")} was not found: it should hold approvals; \`smart360 review --approve\` writes one.`,
    );
    writeFileSync(at("latin1.json"), '{"approvals": [{"by": "Jürgen"}]}', "latin1");
    expect(await refusal([file], { approvals: at("latin1.json") })).toBe(
      `${at("latin1.json")} is not UTF-8 text. Save it as UTF-8.`,
    );
    expect(existsSync(at("given.json"))).toBe(false);
  });
});

describe("the gate", async () => {
  const stateful = (await usedTypes()).filter((type) => Object.hasOwn(statefulTypes, type));

  it.each(stateful)("%s: destroyed or replaced, it answers 3; changed in place, 0", async (type) => {
    const values = { id: "a", name: "a" };
    const gone = await run([planFile("gone.json", [destroyed(type, "a", values)])]);
    const again = await run([
      planFile("again.json", [replaced(type, "a", values, { ...values, name: "b" }, [["name"]])]),
    ]);
    const changed = await run([planFile("changed.json", [updated(type, "a", values, { ...values, note: "b" })])]);
    expect([gone.code, again.code, changed.code]).toEqual([3, 3, 0]);
    for (const { printed } of [gone, again]) expect(printed).toContain(`${type}.a`);
  });
});
