import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Memory } from "../../../local/proxy/memory";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-memory-"));
  file = join(folder, "memory.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

it("keeps documents by kind and name, over its own end", () => {
  const memory = new Memory(file);
  memory.set("Zone", "1/a", { id: "a" });
  memory.set("Zone", "1/b", { id: "b" });
  memory.set("Zone", "2/a", { id: "other" });
  memory.set("Alarm", "1/a", { id: "alarm" });
  memory.set("Zone", "1/a", { id: "changed" });
  expect(memory.delete("Zone", "1/b")).toBe(true);
  expect(memory.delete("Zone", "1/b")).toBe(false);
  const again = new Memory(file);
  expect(again.get("Zone", "1/a")).toEqual({ id: "changed" });
  expect(again.get("Zone", "1/b")).toBeUndefined();
  expect(again.under("Zone", "1/")).toEqual([{ id: "changed" }]);
});

it("without a file it forgets with the process, and writes nothing", () => {
  new Memory().set("Zone", "a", { id: "a" });
  expect(new Memory().get("Zone", "a")).toBeUndefined();
});

it("does not start on a file that it cannot read", () => {
  writeFileSync(file, "{");
  expect(() => new Memory(file)).toThrow("JSON");
  expect(readFileSync(file, "utf8")).toBe("{");
});
