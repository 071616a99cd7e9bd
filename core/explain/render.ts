/** An explanation as text, as wide as asked for where its words allow. */
import { counted, grouped, listed } from "../document/text";
import type { Grant } from "../manifest/grants";
import { wrap } from "../plan-review/render/wrap";
import type { SecretState } from "../secrets/status";
import type { Explanation, Route } from "./explain";
import type { Setting } from "./settings";

/** Rules shown before and after the service's own. */
const neighbours = 2;

/** What is known of secrets, by name. */
export type SecretStates = ReadonlyMap<string, SecretState>;

export function renderExplanation(
  explanation: Explanation,
  states: SecretStates | undefined,
  bold: (text: string) => string,
  width = 80,
): string {
  const paragraph: Paragraph = (text, first = "  ", rest = first) => wrap(text, width, first, rest);
  const { service, description, owner, environment, names, retired } = explanation;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Routes, in the order in which the load balancer asks them", routeLines(explanation)],
    ["Tasks", taskLines(explanation, paragraph)],
    ["Health", healthLines(explanation, paragraph)],
    ["Deployment", deploymentLines(explanation, paragraph)],
    ["Stopping a task", stoppingLines(explanation, paragraph)],
    ["Secrets", secretLines(explanation, states, paragraph)],
    [
      `Role ${explanation.roles.execution.name}: starts its tasks`,
      explanation.roles.execution.grants.flatMap((grant) => grantLines(grant, paragraph)),
    ],
    [`Role ${explanation.roles.task.name}: what its code may do`, taskGrantLines(explanation, paragraph)],
    ["Names", nameLines(explanation)],
    ["Settings, and where they come from", settingLines(explanation.settings, environment)],
  ];
  return [
    bold(`${service}: ${description}`),
    ...paragraph(`Of ${owner}. Environment ${environment}, stack ${names.stack}.`, ""),
    ...(retired ? [`It is retired in ${environment}: its stack is empty. What follows is what it would be.`] : []),
    ...sections.flatMap(([heading, lines]) => ["", bold(heading), ...lines]),
  ].join("\n");
}

type Paragraph = (text: string, first?: string, rest?: string) => string[];

function routeLines({ routes, service }: Explanation): string[] {
  const own = routes.flatMap((route, index) => (route.service === service ? [index] : []));
  const isNear = (_: Route, index: number) => own.some((position) => Math.abs(position - index) <= neighbours);
  const shown = routes.filter(isNear);
  const widths = { priority: 5, path: Math.max(0, ...shown.map(({ path }) => path.length)) };
  const [before, after] = [Math.max(0, (own[0] ?? 0) - neighbours), routes.length - 1 - (own.at(-1) ?? 0) - neighbours];
  return [
    ...(own.length === 0 ? ["  none: a retired service has no rule"] : []),
    ...(before > 0 ? [`  ${" ".repeat(widths.priority)}  ... ${before} more before`] : []),
    ...shown.map(({ priority, path, service: target }) => {
      const mark = target === service ? ">" : " ";
      return `${mark} ${String(priority).padStart(widths.priority)}  ${path.padEnd(widths.path)}  ${target}`;
    }),
    ...(own.length > 0 && after > 0 ? [`  ${" ".repeat(widths.priority)}  ... ${after} more after`] : []),
    "  What no rule matches is answered with 404.",
  ];
}

function taskLines({ settings, share, schedules }: Explanation, paragraph: Paragraph): string[] {
  const value = (name: string) => settings.find((setting) => setting.name === name)?.value;
  const number = (name: string) => grouped(Number(value(name)));
  return [
    ...paragraph(
      `${String(value("scaling.min"))} to ${String(value("scaling.max"))} of them, by CPU (${String(value("scaling.targetCpuPercent"))} % on average)${
        value("scaling.targetMemoryPercent") === undefined
          ? ""
          : `, by memory (${String(value("scaling.targetMemoryPercent"))} %)`
      }${value("scaling.requestsPerTarget") === undefined ? "" : `, by requests (${number("scaling.requestsPerTarget")} a minute each)`}.`,
    ),
    ...schedules.flatMap(({ name, cron, timezone, min, max }) =>
      paragraph(`From ${cron} (${timezone}) on, ${min} to ${max}: schedule ${name}.`),
    ),
    ...paragraph(
      `Each reserves ${number("cpu")} CPU units (${share.cpuPercent} % of what an instance of ${share.instanceType} has for tasks; it may use more while nobody else does) ` +
        `and ${number("memoryReservation")} MiB (${share.memoryPercent} %), and is killed above ${number("memory")} MiB.`,
    ),
  ];
}

function healthLines({ health, settings }: Explanation, paragraph: Paragraph): string[] {
  const value = (name: string) => String(settings.find((setting) => setting.name === `healthCheck.${name}`)?.value);
  return [
    ...paragraph(
      `GET ${value("path")} every ${value("intervalSeconds")} s, to be answered with ${value("successCodes")} within ${value("timeoutSeconds")} s.`,
    ),
    ...paragraph(`A fresh task gets requests at most ${health.healthyWithinSeconds} s after it first answers.`),
    ...paragraph(
      `A task that stops answering gets no more requests after ${health.unhealthyAfterSeconds} to ${health.unhealthyWithinSeconds} s, and ECS replaces it; ` +
        `failures within ${health.graceSeconds} s of its start do not count.`,
    ),
    ...paragraph(`One that answers again gets requests at most ${health.recoveredWithinSeconds} s later.`),
  ];
}

function deploymentLines(
  { deployment: { tasks, startsAtOnce, stopsAtOnce, rollbackAlarms } }: Explanation,
  paragraph: Paragraph,
): string[] {
  if (tasks === 0) return ["  No task runs all the time: there is none to replace."];
  const starts =
    startsAtOnce === 0 ? "none starts before an old one stops" : `${startsAtOnce} may start before an old one stops`;
  const stops =
    stopsAtOnce === 0
      ? "no old one stops before a new one is healthy"
      : `${stopsAtOnce} may stop before a new one is healthy`;
  return [
    ...paragraph(`Of ${counted(tasks, "task")}: ${starts}, ${stops}.`),
    ...paragraph(
      `Rolled back when new tasks do not become healthy (circuit breaker)${
        rollbackAlarms.length === 0
          ? ""
          : `, and by the ${rollbackAlarms.length === 1 ? "alarm" : "alarms"} ${listed(rollbackAlarms)}`
      }.`,
    ),
  ];
}

function stoppingLines({ stopping }: Explanation, paragraph: Paragraph): string[] {
  const { requestSeconds, deregistrationSeconds, stopSeconds, idleSeconds } = stopping;
  return paragraph(
    `The load balancer sends it nothing new and lets running requests finish for ${deregistrationSeconds} s; it gets SIGTERM, and ${stopSeconds} s later SIGKILL. ` +
      `The longest request (${requestSeconds} s) fits into both, and into the ${idleSeconds} s after which the load balancer gives up.`,
  );
}

function secretLines({ secrets }: Explanation, states: SecretStates | undefined, paragraph: Paragraph): string[] {
  if (secrets.length === 0) return ["  none"];
  const widths = {
    variable: Math.max(...secrets.map(({ variable }) => variable.length)),
    name: Math.max(...secrets.map(({ name }) => name.length)),
  };
  return [
    ...secrets.map(
      ({ variable, name }) =>
        `  ${variable.padEnd(widths.variable)}  ${name.padEnd(widths.name)}  ${states?.get(name) ?? "not looked up"}`,
    ),
    ...(states === undefined ? paragraph("With credentials, --live tells whether they exist.") : []),
  ];
}

/** `PullImage: ecr:BatchGetImage, ...`, and below it what on. */
function grantLines({ sid, actions, resources, conditions }: Grant, paragraph: Paragraph): string[] {
  return [
    ...paragraph(`${sid}: ${actions.join(", ")}`, "  ", "    "),
    ...resources.map(
      (resource) => `    on ${resource === "*" ? "everything: AWS knows no resource for it" : resource}`,
    ),
    ...Object.values(conditions ?? {}).flatMap((keys) =>
      Object.entries(keys).map(([key, values]) => `    where ${key} is ${values.join(" or ")}`),
    ),
  ];
}

function taskGrantLines({ roles }: Explanation, paragraph: Paragraph): string[] {
  return roles.task.grants.length === 0
    ? ["  nothing in AWS (uses: files would let it use its own files)"]
    : roles.task.grants.flatMap((grant) => grantLines(grant, paragraph));
}

function nameLines({ names }: Explanation): string[] {
  const rows = [
    ["stack", names.stack],
    ["state", names.stateKey],
    ["ECS service", `${names.ecsService} in ${names.cluster}`],
    ["image", `${names.repository} (ECR)`],
    ["which runs", `${names.imageParameter} (SSM)`],
    ["log group", names.logGroup],
    ["target group", names.targetGroup],
    ...(names.databaseRole === undefined ? [] : [["database role", names.databaseRole]]),
  ] as const;
  const width = Math.max(...rows.map(([label = ""]) => label.length));
  return rows.map(([label = "", name = ""]) => `  ${label.padEnd(width)}  ${name}`);
}

function settingLines(settings: readonly Setting[], environment: string): string[] {
  const origins: Readonly<Record<Setting["origin"], string>> = {
    builtIn: "built-in",
    defaults: "defaults",
    service: "its entry",
    environment: `its entry for ${environment}`,
  };
  const rows = settings.map(({ name, value, origin }) => [name, JSON.stringify(value), origins[origin]] as const);
  // A long value goes beyond its column rather than moving all of them.
  const width = (column: 0 | 1, most: number) => Math.min(most, Math.max(0, ...rows.map((row) => row[column].length)));
  const [first, second] = [width(0, 40), width(1, 24)];
  return rows.map(([name, value, origin]) => `  ${name.padEnd(first)}  ${value.padEnd(second)}  ${origin}`);
}
