/** The command through the real AWS SDK, against a server that answers as AWS documents. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { amiParameter } from "../../../core/patch/instance-group";
import { patch, type PatchOptions } from "../../../ops/commands/patch";
import { fakeTerminal } from "../../support/fake-terminal";
import { awsVariables, describeOnScriptedAws } from "../../support/on-scripted-aws";
import { ec2Answer, ec2Error, jsonAnswer, queryAnswer, queryError, type Answer } from "../../support/scripted-aws";

const group = "smart360-production-instances";
const id = "08b91cf7-8fa6-48af-b6a6-d227f40f1b9b";

const on = describeOnScriptedAws();

beforeEach(() => {
  on.aws.script("GetCallerIdentity", caller("111122223333"));
  on.aws.script("GetParameters", jsonAnswer({ Parameters: [{ Name: amiParameter, Value: "ami-new" }] }));
  on.aws.script(
    "StartInstanceRefresh",
    queryAnswer("StartInstanceRefresh", `<InstanceRefreshId>${id}</InstanceRefreshId>`),
  );
});

const caller = (account: string) => queryAnswer("GetCallerIdentity", `<Account>${account}</Account>`);

/** Instance id -> AMI. The group's states of life come by `states`, `InService` otherwise. */
function instances(images: Readonly<Record<string, string>>, states: Readonly<Record<string, string>> = {}) {
  const members = Object.keys(images).map(
    (instance) =>
      `<member><InstanceId>${instance}</InstanceId><LifecycleState>${states[instance] ?? "InService"}</LifecycleState></member>`,
  );
  const described = Object.entries(images).map(
    ([instance, image]) =>
      `<item><instancesSet><item><instanceId>${instance}</instanceId><imageId>${image}</imageId></item></instancesSet></item>`,
  );
  return {
    group: queryAnswer(
      "DescribeAutoScalingGroups",
      `<AutoScalingGroups><member><AutoScalingGroupName>${group}</AutoScalingGroupName>` +
        `<Instances>${members.join("")}</Instances></member></AutoScalingGroups>`,
    ),
    ec2: ec2Answer("DescribeInstances", `<reservationSet>${described.join("")}</reservationSet>`),
  };
}

/** What AWS says of the instances, one look after the other. */
function script(...looks: readonly ReturnType<typeof instances>[]) {
  on.aws.script("DescribeAutoScalingGroups", ...looks.map((look) => look.group));
  on.aws.script("DescribeInstances", ...looks.map((look) => look.ec2));
}

function refreshes(
  ...found: readonly { id?: string; status: string; facts?: Readonly<Record<string, string | number>> }[]
) {
  const members = found.map(({ id: own = id, status, facts = {} }) => {
    const fields = Object.entries({ InstanceRefreshId: own, Status: status, ...facts });
    return `<member>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join("")}</member>`;
  });
  return queryAnswer("DescribeInstanceRefreshes", `<InstanceRefreshes>${members.join("")}</InstanceRefreshes>`);
}

const scriptRefreshes = (...answers: readonly Answer[]) => on.aws.script("DescribeInstanceRefreshes", ...answers);

const old = instances({ "i-1": "ami-old", "i-2": "ami-new" });
const fresh = instances({ "i-3": "ami-new", "i-2": "ami-new" });

const standingLines = [`${group}: AWS recommends ami-new.`, "  i-1  ami-old  behind", "  i-2  ami-new  up to date"];
const behindLine = "1 of 2 instances is behind.";
const replaces = `Instance refresh ${id} replaces every instance, the new ones first.`;
const goesOn =
  `Instance refresh ${id} goes on. To follow it: smart360 patch -e production. To cancel it: ` +
  `aws autoscaling cancel-instance-refresh --region us-east-1 --auto-scaling-group-name ${group}`;

async function run(change: Partial<PatchOptions> = {}, isTerminal = false) {
  const printed: string[] = [];
  const noted: string[] = [];
  const json = change.json === true;
  const out = {
    isTerminal,
    bold: (text: string) => text,
    print: (line: string) => void printed.push(line),
    note: (line: string) => void (json ? noted : printed).push(line),
  };
  const options = { root: on.project.root, environment: "production", check: false, wait: true, json, pollSeconds: 0 };
  const code = await patch({ ...options, ...change }, out);
  return { code, printed, noted };
}

const actions = () => on.aws.calls.map(({ action }) => action);
const parametersOf = (action: string) => on.aws.calls.find((call) => call.action === action)?.parameters;

describe("nothing behind", () => {
  it("is said, and nothing is started", async () => {
    script(fresh);
    scriptRefreshes(refreshes({ status: "Successful" }));
    expect(await run()).toMatchObject({
      code: 0,
      printed: [
        `${group}: AWS recommends ami-new.`,
        "  i-3  ami-new  up to date",
        "  i-2  ami-new  up to date",
        "Nothing is behind.",
      ],
    });
    expect(actions()).toEqual([
      "GetCallerIdentity",
      "DescribeAutoScalingGroups",
      "GetParameters",
      "DescribeInstances",
      "DescribeInstanceRefreshes",
    ]);
    expect(JSON.parse(parametersOf("GetParameters")?.["body"] ?? "")).toEqual({ Names: [amiParameter] });
    expect(parametersOf("DescribeAutoScalingGroups")).toMatchObject({ "AutoScalingGroupNames.member.1": group });
    expect(parametersOf("DescribeInstances")).toMatchObject({
      "Filter.1.Name": "tag:aws:autoscaling:groupName",
      "Filter.1.Value.1": group,
    });
  });

  it("leaves out instances that leave, and those that have left", async () => {
    script({
      ...instances(
        { "i-1": "ami-old", "i-2": "ami-old", "i-3": "ami-new" },
        { "i-1": "Terminating:Wait", "i-2": "Detached" },
      ),
      ec2: instances({ "i-0": "ami-old", "i-1": "ami-old", "i-2": "ami-old", "i-3": "ami-new" }).ec2,
    });
    scriptRefreshes(refreshes());
    expect(await run()).toMatchObject({
      code: 0,
      printed: [`${group}: AWS recommends ami-new.`, "  i-3  ami-new  up to date", "Nothing is behind."],
    });
  });
});

describe("an instance behind", () => {
  it("starts a refresh as the construct would, and follows it to its end", async () => {
    script(old, fresh);
    scriptRefreshes(
      refreshes({ id: "earlier", status: "Cancelled" }),
      refreshes({ status: "Pending" }),
      refreshes({ status: "InProgress", facts: { PercentageComplete: 0, InstancesToUpdate: 2 } }),
      refreshes({ status: "InProgress", facts: { PercentageComplete: 0, InstancesToUpdate: 2 } }),
      refreshes({
        status: "InProgress",
        facts: { PercentageComplete: 50, InstancesToUpdate: 1, StatusReason: "Waiting for i-3 to warm up." },
      }),
      refreshes({ status: "Successful", facts: { PercentageComplete: 100, InstancesToUpdate: 0 } }),
    );
    expect(await run()).toMatchObject({
      code: 0,
      printed: [
        ...standingLines,
        behindLine,
        replaces,
        "Pending",
        "InProgress, 0 %, 2 instances to update",
        "InProgress, 50 %, 1 instance to update: Waiting for i-3 to warm up.",
        "Successful, 100 %, 0 instances to update",
        `Instance refresh ${id} succeeded: no instance is behind ami-new.`,
      ],
    });
    const { Version, ...parameters } = parametersOf("StartInstanceRefresh") ?? {};
    expect([Version, parameters]).toEqual([
      "2011-01-01",
      {
        AutoScalingGroupName: group,
        Strategy: "Rolling",
        "Preferences.MinHealthyPercentage": "100",
        "Preferences.MaxHealthyPercentage": "150",
        "Preferences.ScaleInProtectedInstances": "Refresh",
        "Preferences.AutoRollback": "false",
      },
    ]);
    expect(
      on.aws.calls.filter(({ action }) => action === "DescribeInstanceRefreshes").at(-2)?.parameters,
    ).toMatchObject({
      AutoScalingGroupName: group,
      "InstanceRefreshIds.member.1": id,
    });
  });

  it("shows progress in one line on a terminal", async () => {
    script(old, fresh);
    scriptRefreshes(refreshes(), refreshes({ status: "InProgress" }), refreshes({ status: "Successful" }));
    const { stream, lines } = fakeTerminal();
    const shown: string[][] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      stream.write(text);
      shown.push(lines());
      return true;
    });
    const { columns } = process.stdout;
    process.stdout.columns = 80;
    const { code, printed } = await run({}, true);
    process.stdout.columns = columns;
    write.mockRestore();
    expect([code, shown]).toEqual([0, [["InProgress"], ["Successful"]]]);
    expect(printed.slice(-2)).toEqual([replaces, `Instance refresh ${id} succeeded: no instance is behind ami-new.`]);
  });

  it("does not wait when told so", async () => {
    script(old);
    scriptRefreshes(refreshes());
    expect(await run({ wait: false })).toMatchObject({
      code: 0,
      printed: [...standingLines, behindLine, replaces, goesOn],
    });
    expect(actions().filter((action) => action === "DescribeInstanceRefreshes")).toHaveLength(1);
  });

  it("is only told with --check", async () => {
    script(old);
    scriptRefreshes(refreshes());
    expect(await run({ check: true })).toMatchObject({ code: 1, printed: [...standingLines, behindLine] });
    expect(actions()).not.toContain("StartInstanceRefresh");
  });
});

describe("a refresh under way", () => {
  const underWay = { id: "running", status: "InProgress", facts: { PercentageComplete: 50, InstancesToUpdate: 1 } };
  const underWayLine = "Instance refresh running is under way: InProgress, 50 %, 1 instance to update";

  it("is followed instead of starting a second", async () => {
    script(old, fresh);
    scriptRefreshes(
      refreshes(underWay, { id: "earlier", status: "Failed" }),
      refreshes({ id: "running", status: "Successful" }),
    );
    expect(await run()).toMatchObject({
      code: 0,
      printed: [
        ...standingLines,
        underWayLine,
        behindLine,
        "Instance refresh running replaces every instance, the new ones first.",
        "Successful",
        "Instance refresh running succeeded: no instance is behind ami-new.",
      ],
    });
    expect(actions()).not.toContain("StartInstanceRefresh");
  });

  it("is told by --check", async () => {
    script(old);
    scriptRefreshes(refreshes(underWay));
    expect(await run({ check: true })).toMatchObject({
      code: 1,
      printed: [...standingLines, underWayLine, behindLine],
    });
  });

  it("is followed too when it began after the look", async () => {
    script(old, fresh);
    on.aws.script(
      "StartInstanceRefresh",
      queryError("InstanceRefreshInProgress", "An Instance Refresh is in progress."),
    );
    scriptRefreshes(refreshes(), refreshes(underWay), refreshes({ id: "running", status: "Successful" }));
    const { code, printed } = await run();
    expect([code, printed.slice(standingLines.length)]).toEqual([
      0,
      [
        behindLine,
        "Instance refresh running replaces every instance, the new ones first.",
        "Successful",
        "Instance refresh running succeeded: no instance is behind ami-new.",
      ],
    ]);
  });

  it("that began with an older AMI leaves instances behind: that is no success", async () => {
    script(old, old);
    scriptRefreshes(refreshes(underWay), refreshes({ id: "running", status: "Successful" }));
    const { code, printed } = await run();
    expect([code, printed.at(-1)]).toEqual([
      1,
      "Instance refresh running succeeded, and 1 of 2 instances is behind ami-new. " +
        "The AMI moved on after the refresh had begun: run `smart360 patch` again.",
    ]);
  });
});

describe("a refresh that does not succeed", () => {
  it.each([
    ["Failed", "failed"],
    ["Cancelled", "was cancelled"],
    ["RollbackSuccessful", "was rolled back"],
    ["RollbackFailed", "could not be rolled back"],
  ])("%s: exit code 1 with AWS's reason", async (status, words) => {
    script(old);
    scriptRefreshes(refreshes(), refreshes({ status, facts: { StatusReason: "Launches of t3a.xlarge fail." } }));
    const { code, printed } = await run();
    expect([code, printed.slice(-2)]).toEqual([
      1,
      [
        `${status}: Launches of t3a.xlarge fail.`,
        `Instance refresh ${id} ${words}, 1 of 2 instances is behind ami-new. Launches of t3a.xlarge fail.`,
      ],
    ]);
  });
});

describe("for a machine", () => {
  it("the result is JSON, and notes go elsewhere", async () => {
    script(old, fresh);
    scriptRefreshes(refreshes(), refreshes({ status: "Successful", facts: { PercentageComplete: 100 } }));
    const { code, printed, noted } = await run({ json: true }, true);
    expect([code, JSON.parse(printed.join("\n"))]).toEqual([
      0,
      {
        environment: "production",
        group,
        recommendedImageId: "ami-new",
        outcome: "patched",
        message: `Instance refresh ${id} succeeded: no instance is behind ami-new.`,
        instances: [
          { id: "i-3", imageId: "ami-new", behind: false },
          { id: "i-2", imageId: "ami-new", behind: false },
        ],
        refresh: { id, status: "Successful", percentageComplete: 100 },
      },
    ]);
    expect(noted).toEqual([...standingLines, behindLine, replaces, "Successful, 100 %"]);
  });

  it.each([
    [{ check: true }, refreshes(), 1, { outcome: "behind", message: behindLine, refresh: null }],
    [{ wait: false }, refreshes(), 0, { outcome: "underWay", message: goesOn, refresh: { id, status: "Pending" } }],
    [
      { check: true },
      refreshes({ id: "running", status: "Baking" }),
      1,
      { outcome: "behind", refresh: { id: "running", status: "Baking" } },
    ],
  ])("%j tells what it found", async (change, found, code, result) => {
    script(old);
    scriptRefreshes(found);
    const finished = await run({ ...change, json: true });
    expect(finished.code).toBe(code);
    expect(JSON.parse(finished.printed.join("\n"))).toMatchObject({
      ...result,
      instances: [
        { id: "i-1", imageId: "ami-old", behind: true },
        { id: "i-2", imageId: "ami-new", behind: false },
      ],
    });
  });
});

describe("AWS that does not answer as hoped", () => {
  beforeEach(() => {
    script(old, fresh);
    scriptRefreshes(refreshes());
  });

  const refusal = (change?: Partial<PatchOptions>) =>
    run(change).then(
      ({ code }) => ["exit", code],
      (error: Error) => [error.name, error.message],
    );

  it("is asked again when it throttles", async () => {
    const throttled = queryError("Throttling", "Rate exceeded");
    scriptRefreshes(refreshes(), throttled, refreshes({ status: "Successful" }));
    expect(await run()).toMatchObject({ code: 0 });
    expect(actions().filter((action) => action === "DescribeInstanceRefreshes")).toHaveLength(4);
  });

  it.each<[string, string, Answer]>([
    ["StartInstanceRefresh", "Not authorized to start.", queryError("AccessDenied", "Not authorized to start.")],
    ["DescribeInstances", "You are not authorized.", ec2Error("UnauthorizedOperation", "You are not authorized.")],
    ["DescribeAutoScalingGroups", "No describing.", queryError("AccessDenied", "No describing.")],
    ["DescribeInstanceRefreshes", "No listing.", queryError("AccessDenied", "No listing.")],
    ["GetParameters", "No reading.", jsonAnswer({ __type: "AccessDeniedException", message: "No reading." }, 400)],
  ])("%s that is refused is named, with AWS's reason", async (action, reason, answer) => {
    on.aws.script(action, answer);
    expect(await refusal()).toEqual(["Error", `AWS refused ${action}: ${reason}`]);
  });

  it("a start that was refused for a refresh that is over already says so", async () => {
    on.aws.script("StartInstanceRefresh", queryError("InstanceRefreshInProgress", "One is in progress."));
    expect(await refusal()).toEqual(["Error", "AWS refused StartInstanceRefresh: One is in progress."]);
  });

  it.each<[string, Answer, string]>([
    ["refused", queryError("AccessDenied", "Token expired."), "Token expired."],
    ["forgotten", refreshes(), `AWS does not list ${id} any more`],
  ])("the refresh goes on when the following is %s", async (_, answer, reason) => {
    scriptRefreshes(refreshes(), refreshes({ status: "InProgress" }), answer);
    expect(await refusal()).toEqual([
      "Error",
      `Instance refresh ${id} could not be followed further: ${reason}. It goes on; \`smart360 patch\` follows it again.`,
    ]);
  });

  it("a platform that is not deployed", async () => {
    on.aws.script("DescribeAutoScalingGroups", queryAnswer("DescribeAutoScalingGroups", "<AutoScalingGroups/>"));
    expect(await refusal()).toEqual([
      "UserError",
      `There is no Auto Scaling group ${group} in us-east-1. Deploy the stack \`platform\` first.`,
    ]);
  });

  it("a region without the parameter", async () => {
    on.aws.script("GetParameters", jsonAnswer({ Parameters: [], InvalidParameters: [amiParameter] }));
    expect(await refusal()).toEqual([
      "UserError",
      `AWS has no parameter ${amiParameter} in us-east-1, which names the AMI. Correct the region.`,
    ]);
  });

  it("another account", async () => {
    on.aws.script("GetCallerIdentity", caller("999988887777"));
    expect(await refusal()).toEqual([
      "UserError",
      "The credentials belong to account 999988887777, and environment production is account 111122223333 " +
        "(environments/production.json). Nothing was done. Use credentials of 111122223333.",
    ]);
    expect(actions()).toEqual(["GetCallerIdentity"]);
  });

  it("no credentials", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    expect(await refusal()).toEqual([
      "UserError",
      "AWS did not say whose credentials these are: Could not load credentials from any providers. " +
        "Sign in first (`aws sso login`, or AWS_PROFILE).",
    ]);
    expect(actions()).toEqual([]);
  });
});

describe("the program", () => {
  it("takes its options", async () => {
    script(old);
    scriptRefreshes(refreshes());
    const told = await on.project.smart360(["patch", "--check", "--json"], awsVariables(on.aws, on.project));
    expect([told.code, (JSON.parse(told.stdout) as { outcome: string }).outcome]).toEqual([1, "behind"]);
    expect(told.stderr).toBe(`${[...standingLines, ""].join("\n")}`);

    const started = await on.project.smart360(["patch", "--no-wait"], awsVariables(on.aws, on.project));
    expect([started.code, started.stdout]).toEqual([
      0,
      `${[...standingLines, behindLine, replaces, goesOn, ""].join("\n")}`,
    ]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s stops the following, not the refresh", async (signal) => {
    script(old);
    scriptRefreshes(refreshes(), refreshes({ status: "InProgress", facts: { PercentageComplete: 0 } }));
    const { child, ended } = await on.project.smart360Until(
      "InProgress, 0 %\n",
      ["patch"],
      awsVariables(on.aws, on.project),
    );
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect([code, stdout, stderr]).toEqual([
      130,
      `${[...standingLines, behindLine, replaces, "InProgress, 0 %", goesOn, ""].join("\n")}`,
      "",
    ]);
    expect(actions()).not.toContain("CancelInstanceRefresh");
  });
});
