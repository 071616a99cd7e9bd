import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadEnvironment, loadManifest } from "../../ops/project";

const folder = mkdtempSync(join(tmpdir(), "bench-platform-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The benchmark is no part of this test run, but what it synthesizes must stay valid. */
describe("the platforms of the benchmark", () => {
  it.each([9, 90, 900])("with %d services are valid", (services) => {
    const write = `import { writePlatform } from "./bench/platform.mjs"; writePlatform(process.cwd(), process.argv[1], ${services});`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", write, folder]);
    const { services: resolved } = loadManifest(folder, loadEnvironment(folder, "production"));
    expect(new Set(resolved.map(({ name }) => name)).size).toBe(services);
  });

  it("with as many services as the project has is the project's own", () => {
    const own = JSON.parse(readFileSync("services.json", "utf8")) as { services: unknown[] };
    const write = `import { writePlatform } from "./bench/platform.mjs"; writePlatform(process.cwd(), process.argv[1], ${own.services.length});`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", write, folder]);
    expect(JSON.parse(readFileSync(join(folder, "services.json"), "utf8"))).toEqual(own);
  });
});
