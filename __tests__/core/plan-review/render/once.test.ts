/** What many resources or lines have in common is said once, and a dashboard is told by its widgets. */
import { describe, expect, it } from "vitest";
import { renderers } from "../../../../core/plan-review/render/index";
import { renderMarkdown } from "../../../../core/plan-review/render/markdown";
import { renderSummary } from "../../../../core/plan-review/render/summary";
import { renderTerminal } from "../../../../core/plan-review/render/terminal";
import { created, destroyed, reviewOf, updated } from "../../../support/plans";

const noConfiguration = { action_reason: "delete_because_no_resource_config" };
const noKey = { action_reason: "delete_because_each_key" };
const formats = ["terminal", "markdown", "html"] as const;

const occurrences = (text: string, of: string) => text.split(of).length - 1;

describe("why resources go", () => {
  const alarm = (name: string, reason: object) =>
    destroyed("aws_cloudwatch_metric_alarm", name, { alarm_name: name }, { ...reason });
  const review = reviewOf([alarm("a", noConfiguration), alarm("b", noConfiguration), alarm("c", noKey)]);

  it.each(formats)("%s: is said once for those that share it", (format) => {
    const text = renderers[format](review);
    expect(occurrences(text, "Why, for each of the 2 destroyed: its configuration is gone.")).toBe(1);
    expect(occurrences(text, "its configuration is gone")).toBe(1);
    expect(occurrences(text, "Why: its key is no longer in for")).toBe(1);
  });

  it("stands above them", () => {
    expect(renderTerminal(review)).toContain(`app
      Why, for each of the 2 destroyed: its configuration is gone.
   - alarm a
      aws_cloudwatch_metric_alarm.a
   - alarm b
      aws_cloudwatch_metric_alarm.b
   - alarm c
      aws_cloudwatch_metric_alarm.c
      Why: its key is no longer in for_each.`);
  });

  it("is not said again where the sentence of what is lost says it", () => {
    const lost = renderTerminal(reviewOf([destroyed("aws_db_instance", "a", { identifier: "main" }, noConfiguration)]));
    const [red = ""] = lost.split("\n\nIn operation");
    expect(occurrences(red, "its configuration is gone")).toBe(1);
  });
});

const policy = (...statements: readonly (readonly [action: string, resource: string])[]) =>
  JSON.stringify({
    Statement: statements.map(([Action, Resource], index) => ({ Sid: `S${index}`, Effect: "Allow", Action, Resource })),
  });

describe("statements of a policy", () => {
  const review = reviewOf([
    updated(
      "aws_iam_policy",
      "one",
      { name: "one", policy: policy() },
      { name: "one", policy: policy(["s3:GetObject", "arn:aws:s3:::a/*"]) },
    ),
    updated(
      "aws_iam_policy",
      "two",
      { name: "two", policy: policy(["s3:PutObject", "arn:aws:s3:::b/*"]) },
      { name: "two", policy: policy(["sqs:SendMessage", "arn:aws:sqs:::c"]), path: "/new/" },
    ),
  ]);

  it.each(formats)("%s: are told once, under Security", (format) => {
    const text = renderers[format](review);
    const plain = text.replaceAll("\\", "");
    expect(occurrences(plain, "s3:GetObject")).toBe(1);
    expect(occurrences(plain, "sqs:SendMessage")).toBe(1);
    expect(occurrences(plain, "Its statements: see Security.")).toBe(2);
    // What else changes of the resource is told with it.
    expect(plain).toContain("/new/");
  });

  it("Markdown: begin with their sign, and not with a bullet more", () => {
    const text = renderMarkdown(review);
    expect(text).toContain("  - `-` allows s3:PutObject on arn:aws:s3:::b/");
    expect(text).toContain("  - `+` allows sqs:SendMessage on arn:aws:sqs:::c");
    expect(text).not.toMatch(/^ *- [-+] /m);
  });

  it("the summary names each change of security, and the same one of several resources once", () => {
    expect(renderSummary(review)).toContain(`Security  2 changes of who may do or reach what
    policy one now allows s3:GetObject on arn:aws:s3:::a/*
    policy two changes 1 statement
`);
    const many = Array.from({ length: 11 }, (_, index) =>
      created("aws_iam_policy", `p${index}`, { name: `p${index}`, policy: policy(["s3:GetObject", "*"]) }),
    );
    const apart = Array.from({ length: 11 }, (_, index) =>
      created("aws_iam_policy", `q${index}`, { name: `q${index}`, policy: policy(["s3:GetObject", `arn:${index}`]) }),
    );
    const text = renderSummary(reviewOf([...many, ...apart]));
    expect(text).toContain(`Security  22 changes of who may do or reach what
    policy p0 now allows s3:GetObject on everything
      and 10 more like it: app/aws_iam_policy.p1, app/aws_iam_policy.p2,
        app/aws_iam_policy.p3, app/aws_iam_policy.p4, app/aws_iam_policy.p5,
        app/aws_iam_policy.p6, app/aws_iam_policy.p7, app/aws_iam_policy.p8,
        app/aws_iam_policy.p9, app/aws_iam_policy.p10
    policy q0 now allows s3:GetObject on arn:0
`);
    expect(occurrences(text, " now allows s3:GetObject on arn:")).toBe(11);
  });
});

describe("a dashboard", () => {
  const widget = (title: string, y: number, stat = "p95") => ({
    type: "metric",
    x: 0,
    y,
    width: 6,
    height: 6,
    properties: { title, stat, region: "us-east-1" },
  });
  const dashboard = (...widgets: readonly object[]) => ({
    dashboard_name: "all",
    dashboard_body: JSON.stringify({ widgets }),
  });
  const reviewed = (before: readonly object[], after: readonly object[]) =>
    reviewOf([updated("aws_cloudwatch_dashboard", "a", dashboard(...before), dashboard(...after))]);

  it("says by title which widgets came, went and changed, and not which ones moved", () => {
    const review = reviewed(
      [widget("billing: tasks", 0), widget("assets: tasks", 6), widget("metering: tasks", 12)],
      [widget("assets: tasks", 0), widget("metering: tasks", 6, "p99"), widget("tariffs: tasks", 12)],
    );
    const told = `Added widget: "tariffs: tasks".
        Removed widget: "billing: tasks".
        widget "metering: tasks" > stat "p95" -> "p99"`;
    expect(renderSummary(review)).toContain(`    ~ dashboard all\n        ${told}\n`);
    expect(renderTerminal(review)).toContain(
      `      ${told.replaceAll("        A", "      A").replace("        R", "      R")}`,
    );
    expect(renderMarkdown(review)).toContain('  - widget "metering: tasks" \\> stat: `"p95"` → `"p99"`');
    expect(review.noise).toMatchObject({ order: 2 });
  });

  it("with several new widgets names them in one line", () => {
    expect(renderSummary(reviewed([widget("a", 0)], [widget("a", 0), widget("b", 6), widget("c", 12)]))).toContain(
      '        Added widgets: "b" and "c".',
    );
  });

  it("of which widgets only moved does not change", () => {
    const review = reviewed([widget("a", 0), widget("b", 6)], [widget("b", 0), widget("a", 6)]);
    expect([review.verdict.risk, review.resources]).toEqual(["none", []]);
  });

  it("whose widgets grow does", () => {
    expect(renderSummary(reviewed([widget("a", 0)], [{ ...widget("a", 0), width: 12 }]))).toContain(
      '        widget "a" > width 6 -> 12',
    );
  });
});
