import { beforeAll, describe, expect, it } from "vitest";
import { explain } from "../../../core/explain/explain";
import { healthTiming } from "../../../core/explain/health";
import { renderExplanation } from "../../../core/explain/render";
import { builtIn } from "../../../core/manifest/built-in";
import { readServices } from "../../../core/manifest/read";
import { environmentWith, manifest, serviceNamed } from "../../support/manifests";
import { Platform, production, services } from "../../support/platform";

const environment = environmentWith();
const plain = (text: string) => text;

function explained(entries: readonly Readonly<Record<string, unknown>>[], name: string) {
  const resolved = readServices(manifest(entries), { file: "services.json", environment });
  const asked = resolved.find(({ service }) => service.name === name);
  if (asked === undefined) throw new Error(`no service ${name}`);
  return explain(
    asked,
    resolved.map(({ service }) => service),
    environment,
  );
}

const section = (text: string, heading: string) => {
  const [, after = ""] = text.split(`\n${heading}`);
  return after.split("\n\n")[0]?.split("\n").slice(1);
};

describe("how fast the load balancer sees a change", () => {
  it.each([
    // interval, timeout, healthy, unhealthy -> fresh, unhealthy from and to, recovered
    [15, 5, 2, 3, [20, 30, 50, 35]],
    [10, 9, 3, 2, [19, 10, 29, 39]],
    [300, 120, 10, 10, [420, 2_700, 3_120, 3_120]],
  ])(
    "%i s, %i s, %i, %i",
    (intervalSeconds, timeoutSeconds, healthyThresholdCount, unhealthyThresholdCount, expected) => {
      const timing = healthTiming({
        ...builtIn.healthCheck,
        intervalSeconds,
        timeoutSeconds,
        healthyThresholdCount,
        unhealthyThresholdCount,
      });
      expect([
        timing.healthyWithinSeconds,
        timing.unhealthyAfterSeconds,
        timing.unhealthyWithinSeconds,
        timing.recoveredWithinSeconds,
      ]).toEqual(expected);
      expect(timing.graceSeconds).toBe(60);
    },
  );
});

describe("routes", () => {
  it("are all rules in the order in which they are asked, those of retired services left out", () => {
    const { routes } = explained(
      [
        serviceNamed("cc", 30),
        serviceNamed("aa", 10, { paths: ["/api/aa", "/api/aa/*"] }),
        serviceNamed("bb", 20, { retired: true }),
      ],
      "cc",
    );
    expect(routes).toEqual([
      { priority: 10, path: "/api/aa", service: "aa" },
      { priority: 10, path: "/api/aa/*", service: "aa" },
      { priority: 30, path: "/api/cc/*", service: "cc" },
    ]);
  });
});

describe("deployments in words", () => {
  it.each([
    [
      { minimumHealthyPercent: 100, maximumPercent: 150 },
      2,
      "Of 2 tasks: 1 may start before an old one stops, no old one stops before a new one is healthy.",
    ],
    [
      { minimumHealthyPercent: 50, maximumPercent: 100 },
      4,
      "Of 4 tasks: none starts before an old one stops, 2 may stop before a new one is healthy.",
    ],
    [
      { minimumHealthyPercent: 34, maximumPercent: 200 },
      3,
      "Of 3 tasks: 3 may start before an old one stops, 1 may stop before a new one is healthy.",
    ],
    [{ minimumHealthyPercent: 100, maximumPercent: 150 }, 0, "No task runs all the time: there is none to replace."],
  ])("%j of %i", (deployment, min, words) => {
    const text = renderExplanation(
      explained([serviceNamed("aa", 10, { deployment, scaling: { min, max: 4 } })], "aa"),
      undefined,
      plain,
    );
    expect(section(text, "Deployment")?.join(" ").replaceAll(/ +/g, " ")).toContain(words);
  });
});

describe("a rendered explanation", () => {
  it("tells a retired service, schedules, all targets, and that there is nothing where there is nothing", () => {
    const text = renderExplanation(
      explained(
        [
          serviceNamed("aa", 10, {
            retired: true,
            deployment: { rollbackAlarms: [] },
            scaling: {
              targetMemoryPercent: 80,
              requestsPerTarget: 1_500,
              schedules: [{ name: "night", cron: "cron(0 22 ? * * *)", min: 1, max: 2 }],
            },
          }),
          serviceNamed("bb", 20),
        ],
        "aa",
      ),
      undefined,
      plain,
    );
    expect(text).toContain("It is retired in production: its stack is empty. What follows is what it would be.\n");
    expect(section(text, "Routes")).toEqual([
      "  none: a retired service has no rule",
      "  What no rule matches is answered with 404.",
    ]);
    expect(section(text, "Tasks")?.slice(0, 3)).toEqual([
      "  2 to 4 of them, by CPU (70 % on average), by memory (80 %), by requests (1,500",
      "  a minute each).",
      "  From cron(0 22 ? * * *) (UTC) on, 1 to 2: schedule night.",
    ]);
    expect(section(text, "Deployment")?.at(-1)).toBe(
      "  Rolled back when new tasks do not become healthy (circuit breaker).",
    );
    expect(section(text, "Secrets")).toEqual(["  none"]);
    expect(section(text, "Role smart360-production-aa-task: what its code may do")).toEqual([
      "  nothing in AWS (uses: files would let it use its own files)",
    ]);
    expect(text).not.toContain("database role");
  });

  it("shows what its code may do with its files", () => {
    const text = renderExplanation(explained([serviceNamed("aa", 10, { uses: ["files"] })], "aa"), undefined, plain);
    expect(section(text, "Role smart360-production-aa-task: what its code may do")).toEqual([
      "  ListOwnFiles: s3:ListBucket",
      "    on arn:aws:s3:::smart360-production-files-111122223333",
      "    where s3:prefix is aa/*",
      "  UseOwnFiles: s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject,",
      "    s3:PutObject",
      "    on arn:aws:s3:::smart360-production-files-111122223333/aa/*",
      "  EncryptFiles: kms:Decrypt, kms:GenerateDataKey",
      "    on arn:aws:kms:us-east-1:111122223333:alias/smart360-production-data",
    ]);
  });
});

describe("secrets", () => {
  it("tell where each value comes from, as `secrets status` does, and what names it for the variable", () => {
    const secrets = { API_KEY: "api-key", API_KEY_OLD: "api-key", READER_URL: "database-url" };
    const { secrets: explainedSecrets } = explained(
      [{ ...serviceNamed("aa", 10), uses: ["database", "cache"], secrets }],
      "aa",
    );
    expect(explainedSecrets).toEqual([
      { variable: "DATABASE_URL", name: "smart360/production/aa/database-url", origin: "database", setBy: "uses" },
      { variable: "READER_URL", name: "smart360/production/aa/database-url", origin: "database", setBy: "service" },
      { variable: "REDIS_URL", name: "smart360/production/aa/redis-url", origin: "cache", setBy: "uses" },
      { variable: "API_KEY", name: "smart360/production/aa/api-key", origin: "given", setBy: "service" },
      { variable: "API_KEY_OLD", name: "smart360/production/aa/api-key", origin: "given", setBy: "service" },
    ]);
  });
});

describe("what is explained is what is synthesized", () => {
  let platform: Platform;
  beforeAll(() => {
    platform = Platform.synthesize();
  });

  interface Policy {
    readonly Statement: readonly { readonly Sid: string; readonly Action: readonly string[] }[];
  }

  it.each(["assets", "billing", "reporting"])("names and grants of %s", (name) => {
    const all = services().services;
    const service = all.find((candidate) => candidate.name === name);
    if (service === undefined) throw new Error(`no service ${name}`);
    const explanation = explain({ service, originOf: () => "service" }, all, production());
    const template = platform.template(explanation.names.stack);

    const granted = (role: string) => {
      const reference = template.reference("aws_iam_role", "id", { name: role });
      const policy = template.all("aws_iam_role_policy").find((candidate) => candidate["role"] === reference);
      const { Statement = [] } = (policy?.["policy"] ?? {}) as Partial<Policy>;
      return Statement.map(({ Sid, Action }) => ({ sid: Sid, actions: Action }));
    };
    for (const { name: role, grants } of Object.values(explanation.roles))
      expect(granted(role)).toEqual(grants.map(({ sid, actions }) => ({ sid, actions })));

    const { names } = explanation;
    expect(template.only("aws_ecs_service")["name"]).toBe(names.ecsService);
    expect(template.only("aws_cloudwatch_log_group")["name"]).toBe(names.logGroup);
    expect(template.only("aws_lb_target_group")["name"]).toBe(names.targetGroup);
    expect(JSON.stringify(template.configuration.terraform)).toContain(names.stateKey);
    const registry = platform.template("registry");
    expect(registry.has("aws_ecr_repository", { name: names.repository })).toBe(true);
    expect(registry.has("aws_ssm_parameter", { name: names.imageParameter })).toBe(true);
    for (const secret of explanation.secrets)
      expect(registry.has("aws_secretsmanager_secret", { name: secret.name })).toBe(true);
    for (const alarm of explanation.deployment.rollbackAlarms)
      expect(template.has("aws_cloudwatch_metric_alarm", { alarm_name: alarm })).toBe(true);
  });
});
