import { describe, expect, it } from "vitest";
import { scheduleProblem, timezoneProblem } from "../../../core/manifest/cron";

describe("scheduleProblem", () => {
  it.each([
    "cron(0 8 ? * MON-FRI *)",
    "cron(*/15 * * * ? *)",
    "cron(0/5 8-17 ? * 2-6 2026)",
    "cron(30 6 1,15 JAN,jul ? *)",
    "cron(0 22 L * ? *)",
    "cron(0 22 LW * ? 2026-2030)",
    "cron(0 22 15W * ? *)",
    "cron(0 22 ? * 6L *)",
    "cron(0 22 ? * 3#2 *)",
    "cron( 0  22 ? * * * )",
  ])("accepts %s", (expression) => {
    expect(scheduleProblem(expression)).toBeUndefined();
  });

  it.each([
    "cron()",
    "cron(0 8 ? * MON-FRI)",
    "cron(0 8 ? * MON-FRI * *)",
    "cron(0 8 * * * *)",
    "cron(0 8 ? * ? *)",
    "cron(60 8 ? * * *)",
    "cron(0 24 ? * * *)",
    "cron(0 8 0 * ? *)",
    "cron(0 8 32 * ? *)",
    "cron(0 8 ? 13 * *)",
    "cron(0 8 ? * 0 *)",
    "cron(0 8 ? * MON-FUN *)",
    "cron(0 8 ? * 3#6 *)",
    "cron(0 8 ? * * 1969)",
    "cron(? 8 * * ? *)",
    "cron(0 8 ? * 1--3 *)",
    "cron(*/0 8 ? * * *)",
    "cron(1/2/3 8 ? * * *)",
    "cron(0, 8 ? * * *)",
    "cron(-5 8 ? * * *)",
  ])("refuses %s", (expression) => {
    expect(scheduleProblem(expression)).toBe(
      "which is no schedule. Write six fields (minutes hours day-of-month month day-of-week year), one of the two days as ?, " +
        'for example "cron(0 8 ? * MON-FRI *)".',
    );
  });
});

describe("timezoneProblem", () => {
  it.each(["UTC", "America/New_York", "Asia/Kolkata"])("accepts %s", (name) => {
    expect(timezoneProblem(name)).toBeUndefined();
  });

  it.each(["", "Mars/Base", "+05:30", "-08:00", "New York"])("refuses %j", (name) => {
    expect(timezoneProblem(name)).toBe("which is no IANA time zone such as America/New_York.");
  });
});
