import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { UserError } from "../../core/errors";
import { readText, textIfThere } from "../../ops/read-text";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "read-text-"));
});
afterAll(() => rmSync(root, { recursive: true }));

it("reads UTF-8", () => {
  writeFileSync(join(root, "right.json"), "Zähler €");
  expect(readText(root, "right.json", "it lists")).toBe("Zähler €");
});

it("tells nothing of what is not there, where that may be", () => {
  expect(textIfThere(join(root, "absent.json"))).toBeUndefined();
  mkdirSync(join(root, "folder"));
  expect(() => textIfThere(join(root, "folder"))).toThrow(
    new UserError(`${join(root, "folder")} cannot be read: it is a folder (EISDIR).`),
  );
});

it.each<readonly [string, (path: string) => void, string]>([
  ["what is not there", () => {}, "a.json was not found: it lists."],
  ["a folder", (path) => mkdirSync(path), "a.json cannot be read: it is a folder (EISDIR)."],
  [
    "links in a circle",
    (path) => symlinkSync(path, path),
    "a.json cannot be read: its symbolic links lead in a circle (ELOOP).",
  ],
  // "Zähler" in Latin-1, and as PowerShell's `>` writes it.
  ["Latin-1", (path) => writeFileSync(path, "Zähler", "latin1"), "a.json is not UTF-8 text. Save it as UTF-8."],
  ["UTF-16", (path) => writeFileSync(path, "\ufeffZähler", "utf16le"), "a.json is not UTF-8 text. Save it as UTF-8."],
])("refuses %s", (_, make, message) => {
  make(join(root, "a.json"));
  expect(() => readText(root, "a.json", "it lists")).toThrow(new UserError(message));
  rmSync(join(root, "a.json"), { recursive: true, force: true });
});
