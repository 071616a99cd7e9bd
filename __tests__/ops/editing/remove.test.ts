import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retireService } from "../../../core/manifest/edit";
import { remove, type RemoveOptions } from "../../../ops/commands/remove";
import { editProject, type EditProject, refusal } from "../../support/edit-project";
import { GitRepository } from "../../support/git-repository";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");

let project: EditProject;

beforeEach(() => {
  project = editProject();
});
afterEach(() => project.remove());

const run = (options: Partial<RemoveOptions> = {}) =>
  remove(
    {
      root: project.root,
      name: "billing",
      environment: undefined,
      purge: false,
      yes: true,
      dryRun: false,
      impact: false,
      json: false,
      ...options,
    },
    project.out,
  );

const entry = () => (JSON.parse(project.text()) as { services: { name: string }[] }).services[3];

describe("a service on its way out", () => {
  it("is retired, then purged, then gone, each once the step before is on main", async () => {
    project.commit();
    expect(await run()).toBe(0);
    expect(entry()).toMatchObject({ name: "billing", retired: true });
    expect(await refusal(run({ purge: true }))).toMatch(
      /^"billing" cannot be purged yet: at main \([0-9a-f]{7}\) it is in use\. Have its retiring reviewed and applied first: registry is applied before its stack, and would delete the images of tasks that still run\.$/,
    );
    project.commit();
    expect(await run({ purge: true })).toBe(0);
    expect(entry()).toMatchObject({ name: "billing", retired: "purge" });
    expect(await refusal(run({ purge: true }))).toMatch(
      /^The entry of "billing" cannot go yet: at main \([0-9a-f]{7}\) it is not purged\. Have the purge reviewed and applied first; until then the entry says what is to be destroyed\.$/,
    );
    project.commit();
    expect(await run({ purge: true })).toBe(0);
    expect(entry()).toMatchObject({ name: "payments" });
    expect(project.text()).toBe(sample.replace(/ {4}\{\n {6}"name": "billing"[^}]*\},\n/, ""));
  });

  it("is held against the line that the remote calls its main one, by whatever name, and no stale one here", async () => {
    const upstream = GitRepository.create(project.root);
    const before = upstream.commit({}).slice(0, 7);
    upstream.git("branch", "--move", "trunk");
    const clone = upstream.clone();
    try {
      clone.git("remote", "set-head", "origin", "trunk");
      clone.git("switch", "--quiet", "--create", "topic");
      clone.commit({ "services.json": retireService(sample, "billing") });
      clone.git("branch", "main");
      expect(await refusal(run({ root: clone.root, purge: true }))).toBe(
        `"billing" cannot be purged yet: at origin/trunk (${before}) it is in use. Have its retiring reviewed and ` +
          "applied first: registry is applied before its stack, and would delete the images of tasks that still run.",
      );
      clone.git("update-ref", "refs/remotes/origin/trunk", "topic");
      expect(await run({ root: clone.root, purge: true })).toBe(0);
    } finally {
      clone.remove();
    }
  });

  it("is held against the last commit where there is no main line", async () => {
    const repository = GitRepository.create(project.root);
    const before = repository.commit({}).slice(0, 7);
    repository.git("branch", "--move", "trunk");
    await run();
    expect(await refusal(run({ purge: true }))).toBe(
      `"billing" cannot be purged yet: at the last commit (${before}) it is in use. Have its retiring reviewed and ` +
        "applied first: registry is applied before its stack, and would delete the images of tasks that still run.",
    );
    repository.commit({});
    expect(await run({ purge: true })).toBe(0);
  });

  it("hears before what that destroys and keeps", async () => {
    await run({ dryRun: true });
    expect(project.said().slice(0, 27)).toEqual([
      "Retiring billing in production and staging. Nothing happens until this is",
      "applied.",
      "Destroyed, by applying observability, service-billing, delivery:",
      "  - its tasks, the ECS service and its scaling",
      "  - its route: /api/billing/* will answer 404",
      "  - its roles and its alarms",
      "  - its log groups /smart360/production/billing and /smart360/staging/billing,",
      "    with the logs",
      "Kept:",
      "  - repositories smart360/production/billing and smart360/staging/billing, with",
      "    the images",
      "  - parameters /smart360/production/billing/image and",
      "    /smart360/staging/billing/image",
      "  - secrets database-url, django-secret-key and redis-url",
      "  - database and role billing in PostgreSQL, until someone drops them",
      "What protects it:",
      "  - logs are data: the review is red for them, and `apply` refuses, until",
      "    `smart360 review --approve` names them with a reason",
      "Next:",
      "  - have it reviewed, and apply those stacks",
      "  - `smart360 remove billing --purge` gives up repository, parameter and secrets",
      "  - until then, `smart360 set billing retired --unset` takes the service back",
      "    into use",
      "",
      "--- a/services.json",
      "+++ b/services.json",
      "@@ -43,7 +43,8 @@",
    ]);
    expect(project.text()).toBe(sample);
  });

  it("may leave one environment only, and hears of that one", async () => {
    await run({ environment: "staging" });
    expect(entry()).toMatchObject({ environments: { staging: { retired: true } } });
    expect(project.said()[0]).toBe("Retiring billing in staging. Nothing happens until this is applied.");
    expect(await refusal(run({ environment: "staging" }))).toBe(
      '"billing" is retired already in staging. Once that is applied, `smart360 remove billing --purge` gives its images and secrets up.',
    );
    await run({ environment: "staging", purge: true });
    expect(entry()).toMatchObject({ environments: { staging: { retired: "purge" } } });
    await run();
    expect(project.said()).toContain("Retiring billing in production. Nothing happens until this is applied.");
    await run({ environment: "production", purge: true });
    expect(await refusal(run({ environment: "staging", purge: true }))).toBe(
      '"billing" is purged already in staging. Its entry can go once it is purged in every environment.',
    );
  });

  it("is told to a machine", async () => {
    await run({ json: true, dryRun: true });
    expect(JSON.parse(project.said()[0] ?? "")).toMatchObject({
      changed: true,
      written: false,
      service: "billing",
      stacks: ["observability", "service-billing", "delivery"],
      destroyed: expect.arrayContaining(["its roles and its alarms"]) as unknown,
      kept: expect.arrayContaining(["secrets database-url, django-secret-key and redis-url"]) as unknown,
    });
  });
});

describe("what it refuses", () => {
  it("purging what is in use, with the order", async () => {
    expect(await refusal(run({ purge: true }))).toBe(
      [
        '"billing" is in use in production and staging: only what is retired can be purged. In this order:',
        "  1. smart360 remove billing: its stack becomes empty",
        "  2. apply service-billing: the service is destroyed",
        "  3. smart360 remove billing --purge: its images and secrets are given up",
      ].join("\n"),
    );
  });

  it.each<[string, Partial<RemoveOptions>, string]>([
    ["no confirmation", { yes: false }, "Nothing was changed: there is no terminal to ask on. Give --yes to confirm."],
    ["no such service", { name: "biling" }, 'There is no service "biling". Did you mean "billing"?'],
    [
      "no such service to purge",
      { name: "biling", purge: true },
      'There is no service "biling". Did you mean "billing"?',
    ],
    [
      "no such environment",
      { environment: "nowhere" },
      "There is no environments/nowhere.json. Known: production, staging.",
    ],
  ])("%s", async (_, options, message) => {
    expect(await refusal(run(options))).toBe(message);
    expect(project.text()).toBe(sample);
  });
});
