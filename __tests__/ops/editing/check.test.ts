/** What `smart360 check` says about the services themselves. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetService, retireService, setField } from "../../../core/manifest/edit";
import { check } from "../../../ops/commands/check";
import { editProject, type EditProject } from "../../support/edit-project";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");

let project: EditProject;

beforeEach(() => {
  project = editProject();
});
afterEach(() => project.remove());

const run = (json = false) =>
  check({ root: project.root, environment: undefined, live: false, offline: false, json }, project.out);
const said = () => project.said().filter((line) => !/^(terraform|python3): /.test(line));

describe("check", () => {
  it("says nothing about the past where there is no git", async () => {
    expect(await run()).toBe(0);
    expect(said()).toEqual(["environment production: valid, 9 services", "environment staging: valid, 9 services"]);
  });

  it("misses the default environment where there is none", async () => {
    rmSync(join(project.root, "environments"), { recursive: true });
    expect(await run()).toBe(2);
    expect(said()).toEqual(["There is no environments/production.json. There is none yet."]);
  });

  it("tells retired services from those in use", async () => {
    project.write(retireService(sample, "billing"));
    expect(await run()).toBe(0);
    expect(said()).toEqual([
      "environment production: valid, 9 services (1 retired)",
      "environment staging: valid, 9 services (1 retired)",
    ]);
  });

  it("tells once what is wrong everywhere, and names the environment of what is wrong only there", async () => {
    project.write(
      setField(setField(sample, "identity", ["priority"], 0), "billing", ["environments"], {
        staging: { memory: 600 },
      }),
    );
    expect(await run()).toBe(2);
    const lines = said();
    expect(lines[0]).toMatch(/^services\.json:\d+:\d+ {2}services\[0\] "identity" > priority: got 0, /);
    expect(lines.slice(1, 2)).toEqual(["Only in environment staging:"]);
    expect(lines).toHaveLength(3);

    project.write(setField(sample, "billing", ["environments"], { staging: { memory: 600 } }));
    expect(await run()).toBe(2);
    const [production, heading, problem, ...more] = said();
    expect([production, heading, more]).toEqual([
      "environment production: valid, 9 services",
      "Only in environment staging:",
      [],
    ]);
    expect(problem).toMatch(
      /^ {2}services\.json:\d+:\d+ {2}services\[3\] "billing" > environments > staging > memory: /,
    );
    // A program gets the problems of each environment.
    await run(true);
    const { results } = JSON.parse(project.said()[0] ?? "") as { results: { what: string; problems: object[] }[] };
    expect(results.map(({ what, problems }) => [what, problems.length])).toEqual(
      expect.arrayContaining([
        ["environment production", 0],
        ["environment staging", 1],
      ]),
    );
  });

  it("tells capacity once for environments that are alike, with the names of all", async () => {
    project.write(sample.replaceAll('"cpu": 256', '"cpu": 384'));
    expect(await run()).toBe(0);
    const [production, staging, ...warning] = said();
    expect([production, staging]).toEqual([
      "environment production: valid, 9 services",
      "environment staging: valid, 9 services",
    ]);
    const text = warning.map((line) => line.trim()).join(" ");
    expect(text).toMatch(/^warning: production and staging: with one instance lost, /);
    expect(text.match(/warning/g)).toHaveLength(1);

    project.write(
      sample
        .replace('"memoryReservation": 1024', '"memoryReservation": 8000')
        .replace('"memory": 2048', '"memory": 9000'),
    );
    expect(await run()).toBe(2);
    expect(said()).toEqual([
      expect.stringMatching(
        /^services\.json:\d+:\d+ {2}services\[8\] "reporting" > memoryReservation: production and staging: a deployment /,
      ),
    ]);
  });

  it("tells a manifest that cannot be read once, whatever it was to be compared with", async () => {
    project.commit();
    project.write(sample.replace(",", ""));
    expect(await run()).toBe(2);
    const lines = said();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^services\.json:\d+:\d+ {2}a comma is expected before this\.$/);
  });

  it("compares with the version that others have", async () => {
    project.commit();
    expect(await run()).toBe(0);
    expect(said().at(-1)).toMatch(/^services\.json since the only commit \([0-9a-f]{7}\): no service is gone$/);
  });

  it("finds an entry that was deleted by hand", async () => {
    project.commit();
    project.write(forgetService(sample, "billing"));
    expect(await run()).toBe(2);
    expect(said().at(-1)).toBe(
      'services.json:28:5  services: "billing" is gone. Its stack service-billing would be orphaned: nothing would ever destroy it, while registry would destroy its images and secrets. ' +
        "Put the entry back and retire it: `smart360 remove billing`.",
    );
    await run(true);
    const { ok, results } = JSON.parse(project.said()[0] ?? "") as { ok: boolean; results: object[] };
    expect(ok).toBe(false);
    expect(results.at(-1)).toMatchObject({
      what: expect.stringMatching(/^services\.json since the last commit/) as unknown,
      problems: [{ file: "services.json", line: 28, column: 5 }],
    });
  });

  it("finds it in the last commit too, when that is where it went", async () => {
    project.commit();
    project.write(forgetService(sample, "billing"));
    project.commit();
    expect(await run()).toBe(2);
    expect(said().at(-1)).toContain('"billing" is gone.');
  });

  it("warns of what would not fit, and does not fail for it", async () => {
    project.write(sample.replaceAll('"cpu": 256', '"cpu": 384'));
    expect(await run()).toBe(0);
    expect(said()[2]).toMatch(/^ {2}warning: production and staging: with one instance lost, /);
    await run(true);
    const { ok, results } = JSON.parse(project.said()[0] ?? "") as { ok: boolean; results: { notes?: string[] }[] };
    expect(ok).toBe(true);
    expect(results.flatMap(({ notes = [] }) => notes).length).toBeGreaterThan(0);
  });
});
