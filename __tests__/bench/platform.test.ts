import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { setField } from "../../core/manifest/edit";
import { codeRoot } from "../../local/paths";
import { loadEnvironment, loadManifest } from "../../ops/project";
import { copySample, sampleServices } from "../support/sample";

const folder = mkdtempSync(join(tmpdir(), "bench-platform-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The benchmark is no part of this test run, but what it synthesizes must stay valid. */
describe("the platforms of the benchmark", () => {
  const write = (root: string, services: number) => {
    const script = `import { writePlatform } from "./bench/platform.mjs"; writePlatform(process.argv[1], process.argv[2], ${services});`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", script, root, folder]);
  };
  const names = () => loadManifest(folder, loadEnvironment(folder, "production")).services.map(({ name }) => name);

  it.each([1, 9, 90, 900])("with %d services are valid", (services) => {
    write(codeRoot, services);
    expect(new Set(names()).size).toBe(services);
  });

  it("are valid whatever the services are called, and differ in other environments", () => {
    const root = join(folder, "own");
    copySample(root);
    const text = readFileSync(sampleServices, "utf8");
    const edited = setField(text, "billing", ["environments"], { staging: { memory: 2_048 } });
    writeFileSync(join(root, "services.json"), edited.replace('"identity"', '"sign-in-user-tenants"'));
    write(root, 9);
    expect(names()).toContain("sign-in-user-tenants");
    write(root, 90);
    expect(names()).toEqual(expect.arrayContaining(["sign-in-user-tenan-1", "sign-in-user-tena-10", "billing-4"]));
  });

  it("with as many services as the project has is the project's own", () => {
    const own = JSON.parse(readFileSync("services.json", "utf8")) as { services: unknown[] };
    write(codeRoot, own.services.length);
    expect(JSON.parse(readFileSync(join(folder, "services.json"), "utf8"))).toEqual(own);
  });
});
