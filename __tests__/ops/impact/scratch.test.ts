/** The parts of a comparison that need no terraform. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scratchDocument } from "../../../ops/impact/scratch-document";
import { Slots } from "../../../ops/impact/slots";
import { fingerprint, StateCache } from "../../../ops/impact/state-cache";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-scratch-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a stack in a scratch folder", () => {
  const remote = (stack: string) => ({ backend: "s3", config: { key: `production/${stack}.tfstate`, bucket: "b" } });

  it("keeps everything but the backend, the places of states and prevent_destroy", () => {
    const document = {
      terraform: { backend: { s3: { bucket: "b" } }, required_version: ">= 1.11.0" },
      provider: { aws: [{ region: "us-east-1" }] },
      data: {
        aws_region: { r: {} },
        terraform_remote_state: { net: remote("network"), registry: remote("registry") },
      },
      resource: {
        aws_vpc: { v: { cidr: "x", lifecycle: { prevent_destroy: true } } },
        aws_db_instance: { d: { lifecycle: { prevent_destroy: true, ignore_changes: ["a"] } }, e: { name: "e" } },
      },
      output: { id: { value: "x" } },
    };
    const before = structuredClone(document);
    expect(scratchDocument(document, (stack) => (stack === "network" ? "/states/n" : undefined))).toEqual({
      ...document,
      terraform: { required_version: ">= 1.11.0" },
      data: {
        aws_region: { r: {} },
        terraform_remote_state: { net: { backend: "local", config: { path: "/states/n" } } },
      },
      resource: {
        aws_vpc: { v: { cidr: "x" } },
        aws_db_instance: { d: { lifecycle: { ignore_changes: ["a"] } }, e: { name: "e" } },
      },
    });
    expect(document).toEqual(before);
  });

  it("adds nothing to an empty one", () => {
    expect(scratchDocument({ terraform: {} }, () => undefined)).toEqual({ terraform: {} });
  });
});

describe("slots", () => {
  it("let so many run at once, in the order of asking, failures included", async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const end: (() => void)[] = [];
    const work = (number: number) =>
      slots.run(async () => {
        begun.push(number);
        await new Promise<void>((resolve) => (end[number] = resolve));
        if (number === 0) throw new Error("failed");
        return number;
      });
    const all = [0, 1, 2, 3].map(work);
    expect(begun).toEqual([0, 1]);
    end[0]?.();
    await expect(all[0]).rejects.toThrow("failed");
    expect(begun).toEqual([0, 1, 2]);
    end[2]?.();
    expect(await all[2]).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3]);
    end[1]?.();
    end[3]?.();
    expect(await Promise.all(all.slice(1))).toEqual([1, 2, 3]);
    expect(await slots.run(async () => "free")).toBe("free");
  });
});

describe("states that are kept", () => {
  it("go by what they follow from", () => {
    const cache = new StateCache(join(folder, "states"));
    const file = cache.file(["1.11.4", { a: 1 }]);
    expect(cache.file(["1.11.4", { a: 1 }])).toBe(file);
    expect(cache.file(["1.11.4", { a: 2 }])).not.toBe(file);
    expect(cache.has(file)).toBe(false);
    const made = join(folder, "terraform.tfstate");
    writeFileSync(made, "state");
    cache.keep(made, file);
    expect([cache.has(file), existsSync(made), readFileSync(file, "utf8")]).toEqual([true, false, "state"]);
  });

  it("are empty where terraform wrote none", () => {
    const cache = new StateCache(folder);
    const file = cache.file([]);
    cache.keep(join(folder, "absent"), file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ outputs: {}, resources: [] });
  });

  it("are removed a week after their last use", () => {
    const cache = new StateCache(folder);
    const [used, unused] = [cache.file(["used"]), cache.file(["unused"])];
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
    for (const file of [used, unused]) {
      writeFileSync(file, "");
      utimesSync(file, eightDaysAgo, eightDaysAgo);
    }
    expect(cache.has(used)).toBe(true);
    cache.prune();
    expect([existsSync(used), existsSync(unused)]).toEqual([true, false]);
  });
});

describe("the fingerprint of folders", () => {
  it("changes with any file's content or name", () => {
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "x.ts"), "1");
    const first = fingerprint([folder]);
    expect(fingerprint([folder])).toBe(first);
    writeFileSync(join(folder, "a", "x.ts"), "2");
    const second = fingerprint([folder]);
    writeFileSync(join(folder, "a", "y.ts"), "");
    expect(new Set([first, second, fingerprint([folder])]).size).toBe(3);
  });
});
