/** The five renderings of a review: what they say in which order, how long and wide they are, and foreign text in them. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { gate, type Gate } from "../../../../core/plan-review/gate";
import { renderHtml } from "../../../../core/plan-review/render/html/html";
import { renderers } from "../../../../core/plan-review/render/index";
import { renderJson, reviewDocumentSchema, reviewJsonSchema } from "../../../../core/plan-review/render/json";
import { renderJunit } from "../../../../core/plan-review/render/junit";
import { commentLimitCharacters, renderMarkdown } from "../../../../core/plan-review/render/markdown";
import { noPaint } from "../../../../core/plan-review/render/paint";
import { renderTerminal } from "../../../../core/plan-review/render/terminal";
import { reviewPlans } from "../../../../core/plan-review/review-plans";
import { created, destroyed, reviewOf, stackPlan, updated } from "../../../support/plans";
import { fullOptions, fullReview, hostile, largeReview } from "../../../support/full-review";

const titles = [
  "Red",
  "Checks that do not hold",
  "In operation",
  "Security",
  "Moved, imported, forgotten, put off",
  "Drift",
  "Waiting",
];

/** Where each text stands first, or -1. */
const places = (text: string, wanted: readonly string[]) => wanted.map((one) => text.indexOf(one));
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe("every rendering for people", () => {
  it.each(["terminal", "markdown", "html"] as const)("%s: the verdict, then the worst first", (format) => {
    const text = renderers[format](fullReview, fullOptions);
    const found = places(text.slice(text.indexOf("Data would be lost")), [
      "Data would be lost",
      "Not to be applied: 2 red findings",
      ...titles.map((title) => (format === "html" ? `<h2>${title}` : title)),
    ]);
    expect(found).toEqual(ascending(found));
    expect(found).not.toContain(-1);
  });

  it.each(["terminal", "markdown", "html"] as const)("%s: of nothing is short, and says so", (format) => {
    const text = renderers[format](reviewOf([]));
    expect(text).toContain("Nothing changes.");
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    if (format === "markdown") expect(text).toBe("### ⚪ Nothing changes.\n");
  });

  it.each(Object.keys(renderers) as (keyof typeof renderers)[])(
    "%s: is the same each time, without escape codes",
    (format) => {
      const text = renderers[format](fullReview, fullOptions);
      expect(renderers[format](fullReview, fullOptions)).toBe(text);
      expect(text).not.toMatch(/\u001b|undefined|\[object|NaN/);
      expect(text).not.toMatch(/first-value|second-value/);
    },
  );
});

describe("terminal", () => {
  it("fits 80 columns, but for addresses, ARNs and values in one word, which are to be copied", () => {
    const wide = [fullReview, largeReview(3)].flatMap((review) =>
      renderTerminal(review, fullOptions)
        .split("\n")
        .filter((line) => line.length > 80),
    );
    expect(wide.filter((line) => !/^ +\S+$/.test(line))).toEqual([]);
  });

  it("tells many creations by type, and stacks without a change in a line", () => {
    const text = renderTerminal(fullReview, fullOptions);
    expect(text).toContain("\nplatform\n");
    expect(text).toContain("    + 24 created: 24 aws_cloudwatch_metric_alarm\n");
    expect(text).toContain("  1 stack without a change\n");
  });

  it("is coloured by the functions given, and else the same", () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const paint = { bold: mark("b"), dim: mark("i"), red: mark("r"), yellow: mark("y"), green: mark("g") };
    const text = renderTerminal(largeReview(1), { paint });
    expect(text).toContain("<r>Red (1)</r>");
    expect(text.replaceAll(/<\/?[birgy]>/g, "")).toBe(renderTerminal(largeReview(1)));
  });

  it("breaks no word, so that an ARN can be copied", () => {
    const arn = `arn:aws:ecr:us-east-1:111122223333:repository/${"smart360/".repeat(6)}billing`;
    const text = renderTerminal(reviewOf([updated("aws_x", "a", { name: "a", arns: [] }, { name: "a", arns: [arn] })]));
    expect(text).toContain(`\n        arns gains\n          "${arn}"`);
  });

  it("says the counts once, and nothing twice where nothing changes", () => {
    const review = reviewOf([created("aws_vpc", "a", {})]);
    expect(renderTerminal(review).split("\n\n")[0]).toBe(
      "No data is at risk, nobody is interrupted, nothing restarts.\n1 created",
    );
    expect(renderTerminal(reviewOf([]))).toBe("Nothing changes.");
    expect(renderHtml(reviewOf([]))).not.toContain("<p></p>");
  });

  it("shows a stack as approved when all that is red of it is", () => {
    const bucket = destroyed("aws_s3_bucket", "a", { bucket: "a" });
    const plans = ["one", "two"].map((stack, index) => ({
      ...stackPlan(stack, [bucket]),
      sha256: String(index).repeat(64),
    }));
    const review = reviewPlans(plans);
    const approve = (...approved: typeof plans) =>
      gate(
        review,
        approved.map(({ sha256: plan }) => ({ plan, addresses: ["aws_s3_bucket.a"] })),
      );
    const standings = (held: Gate) => ({
      terminal: [...renderTerminal(review, { gate: held }).matchAll(/^ {2}(one|two) +(\w+) /gm)].map(
        ([, , word]) => word,
      ),
      markdown: [...renderMarkdown(review, { gate: held }).matchAll(/^\| (one|two) \| (\w+) /gm)].map(
        ([, , word]) => word,
      ),
      html: [...renderHtml(review, { gate: held }).matchAll(/class="chip (\w+)"/g)].map(([, word]) => word),
    });
    const all = (...words: readonly string[]) => ({ terminal: words, markdown: words, html: words });
    expect(standings(approve())).toEqual(all("red", "red"));
    expect(standings(approve(...plans.slice(0, 1)))).toEqual(all("approved", "red"));
    expect(standings(approve(...plans))).toEqual(all("approved", "approved"));
  });

  it("shows what is approved in green, and what is not in red", () => {
    const plan = { ...stackPlan("one", [destroyed("aws_s3_bucket", "a", { bucket: "a" })]), sha256: "0".repeat(64) };
    const review = reviewPlans([plan, stackPlan("two", [])]);
    const paint = { ...noPaint, red: (text: string) => `<red ${text}>`, green: (text: string) => `<green ${text}>` };
    const coloured = (addresses: readonly string[]) => {
      const held = gate(review, [{ plan: plan.sha256, addresses }]);
      return [
        ...[...renderTerminal(review, { gate: held, paint }).matchAll(/<\w+ (?:!|red|approved)>/g)].map(([all]) => all),
        ...[...renderHtml(review, { gate: held }).matchAll(/class="(?:entry|mark) (?:red|amber|green)"/g)].map(
          ([all]) => all,
        ),
      ];
    };
    const entries = (tone: string) => [`class="entry ${tone}"`, `class="mark ${tone}"`];
    expect(coloured([]).slice(0, 4)).toEqual(["<red !>", "<red red>", ...entries("red")]);
    expect(coloured(["aws_s3_bucket.a"]).slice(0, 4)).toEqual(["<green !>", "<green approved>", ...entries("green")]);
  });
});

describe("Markdown", () => {
  it.each([
    ["nothing red", 0, 200],
    ["three red", 3, 200],
    ["sixty red", 60, 200],
    ["values as long as they are shown", 5, 5_000],
  ])("of 17 stacks and 900 changes, %s, is one comment with all that is red", (_, red, noteCharacters) => {
    const review = largeReview(red, noteCharacters);
    const text = renderMarkdown(review, { gate: gate(review, []) });
    expect(text.length).toBeLessThanOrEqual(commentLimitCharacters);
    expect(text).toContain("_A comment is limited. Shortened or left out: ");
    for (let index = 0; index < red; index += 1) {
      expect(text).toContain(`\`aws_db_instance.d${index}\``);
      expect(text).toContain(
        `  - identifier: \`"smart360-production-database"\` → \`"d${index}"\` **forces replacement**`,
      );
    }
  });

  it("of more red than fits names every finding", () => {
    const text = renderMarkdown(largeReview(250));
    expect(text.length).toBeLessThanOrEqual(commentLimitCharacters);
    for (let index = 0; index < 250; index += 1) expect(text).toContain(`\`aws_db_instance.d${index}\``);
  });

  it("leaves nothing out of what fits", () => {
    expect(renderMarkdown(fullReview, fullOptions)).not.toContain("left out");
  });

  it("folds evenly: what is opened is closed", () => {
    const text = renderMarkdown(largeReview(3));
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it("shows foreign text as text", () => {
    const outside = renderMarkdown(fullReview, fullOptions)
      .replaceAll(/\\./g, "")
      .replaceAll(/(`+)[\s\S]*?[^`]\1(?!`)/g, "");
    expect(outside).not.toMatch(/<img|\[a\]|@team/);
  });
});

describe("JSON", () => {
  const text = renderJson(fullReview, fullOptions);

  it("keeps to its schema, and says the whole review", () => {
    const document: unknown = JSON.parse(text);
    expect(reviewDocumentSchema.parse(document).review).toEqual(fullReview);
    expect(document).toMatchObject({
      origin: fullOptions.origin,
      waiting: fullOptions.waiting,
      gate: { exitCode: 3, blocking: [{ stack: "data" }, { stack: "data" }] },
    });
  });

  it("keeps to the published schema", () => {
    const published = readFileSync("plan-review.schema.json", "utf8");
    expect(published).toBe(reviewJsonSchema());
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(published) as object);
    expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
    expect(validate({ ...(JSON.parse(text) as object), review: {} })).toBe(false);
  });
});

describe("JUnit", () => {
  it("has a suite a stack, a failure for what is red, and skips what is approved or waits", () => {
    const text = renderJunit(fullReview, fullOptions);
    const suites = [...text.matchAll(/<testsuite name="([^"]*)" tests="(\d+)" failures="(\d+)"[^>]*skipped="(\d+)"/g)];
    expect(suites.map(([, ...parts]) => parts.join(" "))).toEqual([
      "network 1 0 0",
      "data 5 3 2",
      "platform 1 0 0",
      "service-billing 1 0 0",
      "delivery 1 0 1",
    ]);
  });

  it("shows foreign text as text", () => {
    const text = renderJunit(fullReview, fullOptions);
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;img src=x");
    expect(text).not.toContain("]]>");
  });

  it("fails for what is red when no approvals are spoken of", () => {
    const review = reviewOf([destroyed("aws_s3_bucket", "a", { bucket: hostile })]);
    expect(renderJunit(review)).toMatch(/<testcase [^>]*name="aws_s3_bucket\.a"[^>]*>\s*<failure message="[^"]+"/);
  });
});
