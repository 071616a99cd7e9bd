/** The reference image's recipe, held against the task definition and against rules of our own. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../support/local-aws";

const read = (...path: string[]) => readFileSync(join(projectRoot, ...path), "utf8");
/** Instructions, continuation lines joined, without comments. */
const instructions = read("docker", "Dockerfile")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const [, name = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return { name, rest };
  });
const of = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);

describe("Dockerfile", () => {
  it("runs as the user of the task definition", () => {
    const [, user] = /const user = "([\d:]+)"/.exec(read("modules", "service", "container.ts")) ?? [];
    expect(of("USER")).toEqual([user]);
    const names = instructions.map(({ name }) => name);
    expect(names.slice(names.indexOf("USER") + 1)).toEqual(["EXPOSE", "ENTRYPOINT", "CMD"]);
  });

  it("starts from one pinned base, Python 3.11", () => {
    expect(of("FROM").map((from) => from.replace(/ AS .*/, ""))).toEqual([
      "python:3.11.13-slim-bookworm",
      "python:3.11.13-slim-bookworm",
    ]);
  });

  it("fetches nothing but packages by their hash, and takes no secret", () => {
    expect([...of("ADD"), ...of("ARG")]).toEqual([]);
    expect(of("RUN").filter((run) => /curl|wget|git |secret/i.test(run))).toEqual([]);
    expect(
      of("RUN")
        .filter((run) => run.includes("pip "))
        .every((run) => run.includes("--require-hashes")),
    ).toBe(true);
    expect(of("ENV").join(" ")).not.toMatch(/secret|token|password/i);
  });

  it("leaves compilers in the first stage", () => {
    const last = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
    expect(last.filter(({ rest }) => /gcc|-dev\b/.test(rest))).toEqual([]);
  });

  it("starts by commands without a shell, and may run its entrypoint", () => {
    expect(of("ENTRYPOINT")).toEqual(['["/app/entrypoint.sh"]']);
    expect(of("CMD")).toEqual(['["uwsgi", "--ini", "/app/uwsgi.ini"]']);
    expect(statSync(join(projectRoot, "docker", "entrypoint.sh")).mode & 0o111).toBe(0o111);
  });
});

describe("requirements.txt", () => {
  const lines = read("docker", "requirements.txt")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it("pins every package by version and content", () => {
    expect(lines.filter((line) => !/^[a-z0-9._-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}$/.test(line))).toEqual([]);
  });

  it("holds the versions that the contract names", () => {
    const versions = lines.map((line) => line.split(" ")[0]);
    for (const version of ["django==4.1.9", "uwsgi==2.0.26", "redis==3.5.3"]) expect(versions).toContain(version);
  });
});
