import { Command } from "commander";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { refuse } from "../../ops/cli/refusal";

const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
beforeEach(() => vi.stubEnv("DEBUG", ""));
afterEach(() => {
  told.mockClear();
  vi.unstubAllEnvs();
});

const hint = "\n(DEBUG=1 shows where it comes from)\n";

it.each<readonly [NodeJS.ErrnoException, string]>([
  [
    { name: "Error", message: "ENOSPC: no space left on device, write", code: "ENOSPC" },
    "The disk is full. Make room, and run the command again (ENOSPC).",
  ],
  [
    { name: "Error", message: "quota", code: "EDQUOT", path: "/a" },
    "Your disk quota is used up. Make room, and run the command again (EDQUOT, /a).",
  ],
  [
    { name: "Error", message: "read-only", code: "EROFS", path: "/a" },
    "The file system is read-only. Make it writable, and run the command again (EROFS, /a).",
  ],
  [{ name: "Error", message: "broken", code: "EPIPE" }, "broken"],
])("tells %j as %s", (error, message) => {
  expect(refuse(Object.assign(new Error(error.message), error), new Command("smart360"), [])).toBe(1);
  expect(told.mock.calls.map(([text]) => text).join("")).toBe(message + hint);
});
