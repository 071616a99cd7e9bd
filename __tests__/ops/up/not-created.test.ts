import { describe, expect, it } from "vitest";
import type { StackResult } from "../../../ops/up/stack-result";
import { answerOf, notCreated, renderNotCreated } from "../../../ops/up/not-created";
import type { Diagnostic } from "../../../ops/terraform/messages";

const error = (summary: string, address?: string): Diagnostic => ({
  severity: "error",
  summary,
  detail: "",
  ...(address === undefined ? {} : { address }),
});

const result = (stack: string, more: Partial<StackResult>): StackResult => ({
  stack,
  outcome: "applied",
  changes: { add: 0, change: 0, remove: 0 },
  outputs: 0,
  seconds: 1,
  diagnostics: [],
  stray: [],
  notDone: [],
  lacks: [],
  ...more,
});

describe("answerOf", () => {
  it("gives AWS's own words", () => {
    const sdk =
      "creating RDS Event Subscription (events): operation error RDS: CreateEventSubscription, https response error " +
      "StatusCode: 400, RequestID: 6049, api error InvalidAction: Unknown RDS action: CreateEventSubscription";
    expect(answerOf(error(sdk))).toBe(
      "RDS: CreateEventSubscription: InvalidAction: Unknown RDS action: CreateEventSubscription",
    );
  });

  it("gives everything where AWS said nothing", () => {
    const diagnostic = { ...error("Provider produced invalid plan"), detail: "It is\na bug.\n" };
    expect(answerOf(diagnostic)).toBe("Provider produced invalid plan: It is a bug.");
  });
});

describe("notCreated", () => {
  const needs = (_: string, address: string, failed: ReadonlySet<string>) =>
    address === "aws_b.two" ? [...failed] : [];

  it("lists what failed, what needs it, what was not tried, and stacks that did not start", () => {
    const refused = error("no such action", "aws_a.one");
    const results = [
      result("network", {}),
      result("platform", {
        outcome: "partly",
        diagnostics: [refused],
        notDone: [
          { address: "aws_a.one", error: refused },
          { address: "aws_b.two", error: undefined },
          { address: "aws_c.three", error: undefined },
        ],
      }),
      result("edge", { outcome: "skipped", lacks: ["platform.listener_arn", "observability"] }),
      result("delivery", { outcome: "failed", diagnostics: [error("cannot be planned")] }),
    ];
    expect(notCreated(results, needs)).toEqual([
      { stack: "platform", address: "aws_a.one", why: "no such action" },
      { stack: "platform", address: "aws_b.two", why: "needs aws_a.one" },
      { stack: "platform", address: "aws_c.three", why: "not tried" },
      { stack: "edge", address: undefined, why: "needs platform.listener_arn, observability" },
      { stack: "delivery", address: undefined, why: "cannot be planned" },
    ]);
  });
});

it("renderNotCreated is a table of 80 columns at most, addresses whole", () => {
  const why = "RDS: CreateEventSubscription: InvalidAction: Unknown RDS action: CreateEventSubscription";
  expect(
    renderNotCreated([
      { stack: "observability", address: "aws_db_event_subscription.Alarms_DatabaseEvents_E683922A", why },
      { stack: "observability", address: "aws_b.two", why: "needs aws_a.one" },
      { stack: "edge", address: undefined, why: "needs platform.listener_arn" },
    ]),
  ).toBe(
    [
      "stack          not applied, and why",
      "--------------------------------------------------------------------------------",
      "observability  aws_db_event_subscription.Alarms_DatabaseEvents_E683922A",
      "                 RDS: CreateEventSubscription: InvalidAction: Unknown RDS",
      "                 action: CreateEventSubscription",
      "               aws_b.two",
      "                 needs aws_a.one",
      "edge           (whole stack)",
      "                 needs platform.listener_arn",
    ].join("\n"),
  );
});
