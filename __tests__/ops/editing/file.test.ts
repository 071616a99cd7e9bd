/** The file is the old text or the new one, whatever happens in between. */
import { spawnSync } from "node:child_process";
import type * as nodeFs from "node:fs";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync as write,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ManifestError, UserError } from "../../../core/errors";
import { add } from "../../../ops/commands/add";
import { remove } from "../../../ops/commands/remove";
import { set } from "../../../ops/commands/set";
import { readManifestText, replaceManifestText } from "../../../ops/editing/file";
import { edited, replaced } from "../../support/edited-text";
import { editProject, type EditProject, refusal } from "../../support/edit-project";
import { projectRoot } from "../../support/local-aws";
import { sampleServices } from "../../support/sample";

/** Called before a call of the file system; may throw. */
const hooks = vi.hoisted(() => ({ before: undefined as ((call: string) => void) | undefined }));

vi.mock("node:fs", async (original) => {
  const real = await original<typeof nodeFs>();
  const watched = <Arguments extends unknown[], Result>(call: string, run: (...args: Arguments) => Result) => {
    return (...args: Arguments): Result => {
      hooks.before?.(call);
      return run(...args);
    };
  };
  return {
    ...real,
    readFileSync: watched("read", real.readFileSync),
    openSync: watched("open", real.openSync),
    writeFileSync: watched("write", real.writeFileSync),
    fsyncSync: watched("fsync", real.fsyncSync),
    closeSync: watched("close", real.closeSync),
    chmodSync: watched("chmod", real.chmodSync),
    renameSync: watched("rename", real.renameSync),
  };
});

const sample = readFileSync(sampleServices, "utf8");
const after = sample.replace("1536", "2048");

let project: EditProject;

beforeEach(() => {
  project = editProject();
});
afterEach(() => {
  hooks.before = undefined;
  project.remove();
});

const failing = (at: string, code: string) => (call: string) => {
  if (call === at) throw Object.assign(new Error(`${code}: it failed, ${call}`), { code });
};
const replace = async () => replaceManifestText(project.root, sample, after);

describe("replacing the file", () => {
  it("leaves the new text and nothing else", async () => {
    await replace();
    expect(project.text()).toBe(after);
    expect(project.files()).toEqual(["environments", "services.json"]);
  });

  it("keeps its mode, and a symbolic link", async () => {
    mkdirSync(join(project.root, "real"));
    const [link, real] = [join(project.root, "services.json"), join(project.root, "real", "it.json")];
    renameSync(link, real);
    symlinkSync(join("real", "it.json"), link);
    chmodSync(real, 0o640);
    await replace();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toBe(after);
    expect((statSync(real).mode & 0o777).toString(8)).toBe("640");
  });

  it.each(["open", "write", "fsync", "close", "chmod", "rename"])("keeps the old text when %s fails", async (call) => {
    hooks.before = failing(call, "EIO");
    expect(await refusal(replace())).toBe(
      `services.json was not written: EIO: it failed, ${call} (EIO). It is as it was.`,
    );
    expect(project.text()).toBe(sample);
    expect(project.files()).toEqual(["environments", "services.json"]);
  });

  it.each([
    ["ENOSPC", "the disk is full"],
    ["EDQUOT", "your disk quota is used up"],
    ["EROFS", "the file system is read-only"],
    ["EACCES", "its folder cannot be written"],
  ])("says why: %s", async (code, why) => {
    hooks.before = failing("write", code);
    expect(await refusal(replace())).toBe(`services.json was not written: ${why} (${code}). It is as it was.`);
    expect(project.text()).toBe(sample);
  });

  it("refuses when someone else wrote in the meantime, up to the last moment", async () => {
    const other = sample.replace("1536", "4096");
    hooks.before = (call) => {
      hooks.before = call === "chmod" ? undefined : hooks.before;
      if (call === "chmod") project.write(other);
    };
    expect(await refusal(replace())).toBe(
      "services.json was changed by someone else in the meantime. Nothing was written; run the command again.",
    );
    expect(project.text()).toBe(other);
    expect(project.files()).toEqual(["environments", "services.json"]);
  });
});

describe("reading the file", () => {
  it("refuses bytes that an edit would spoil", async () => {
    write(join(project.root, "services.json"), Buffer.from([0x7b, 0xff, 0x7d]));
    expect(await refusal((async () => readManifestText(project.root))())).toBe(
      "services.json is not UTF-8 text. Save it as UTF-8.",
    );
  });

  it.each([
    ["EACCES", "you may not read it"],
    ["EIO", "the system refused"],
  ])("says why it cannot: %s", async (code, why) => {
    hooks.before = failing("read", code);
    expect(await refusal((async () => readManifestText(project.root))())).toBe(
      `services.json cannot be read: ${why} (${code}).`,
    );
  });

  it("says when it is missing", async () => {
    expect(await refusal((async () => readManifestText(join(project.root, "nowhere")))())).toBe(
      "services.json was not found: it lists the services.",
    );
  });
});

describe("a command that is killed", () => {
  /** Kills the process around a call on the new file: before it, after it, or half-way through writing. */
  const preload = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const [call, when] = process.env.KILL_AT.split(" ");
    const real = { ...fs };
    const die = () => process.kill(process.pid, "SIGKILL");
    let ours;
    const isOurs = (target) => target === ours || String(target).includes(".services.json.");
    fs[call] = (target, ...args) => {
      if (!isOurs(target)) return real[call](target, ...args);
      if (when === "before") die();
      if (when === "half") { real.writeSync(target, args[0].slice(0, args[0].length / 2)); die(); }
      const result = real[call](target, ...args);
      if (when === "after") die();
      return result;
    };
    const open = fs.openSync;
    fs.openSync = (target, ...args) => {
      const file = open(target, ...args);
      if (isOurs(target)) ours = file;
      return file;
    };
    syncBuiltinESMExports();
  `;

  it.each([
    ["openSync after", "old"],
    ["writeFileSync half", "old"],
    ["fsyncSync after", "old"],
    ["renameSync before", "old"],
    ["renameSync after", "new"],
  ])("%s: the %s text", (at, which) => {
    write(join(project.root, "preload.mjs"), preload);
    const { signal } = spawnSync(
      process.execPath,
      [
        "--import",
        join(project.root, "preload.mjs"),
        join(projectRoot, "ops", "smart360.mjs"),
        ...["set", "metering", "memory", "2048", "--no-impact"],
      ],
      { env: { ...process.env, SMART360_PROJECT: project.root, KILL_AT: at } },
    );
    expect(signal).toBe("SIGKILL");
    expect(project.text()).toBe(which === "new" ? after : sample);
  });
});

describe("any text in the file", () => {
  const common = { yes: true, dryRun: false, impact: false, json: true };
  const commands = {
    add: () =>
      add(
        {
          ...common,
          root: project.root,
          name: "tariffs",
          given: new Map([
            ["--description", ["Tariff plans"]],
            ["--owner", ["billing-team"]],
          ]),
        },
        project.out,
      ),
    set: () =>
      set(
        { ...common, root: project.root, name: "billing", field: "scaling.max", words: ["6"], unset: false },
        project.out,
      ),
    remove: () =>
      remove({ ...common, root: project.root, name: "billing", environment: undefined, purge: false }, project.out),
  };

  it.each(Object.entries(commands))(
    "%s either does its work, or tells a place and leaves the file alone",
    async (_, run) => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(edited(sample), replaced(sample)), async (text) => {
          project.write(text);
          try {
            await run();
            expect(() => JSON.parse(project.text().replace(/^\uFEFF/, "")) as unknown).not.toThrow();
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            if (error instanceof ManifestError) expect(error.issues[0].line).toBeGreaterThan(0);
            else expect(error.message).toMatch(/^There is no service |is retired already|is not UTF-8 text/);
            expect(project.text()).toBe(Buffer.from(text).toString());
          }
        }),
        { numRuns: 200 },
      );
    },
  );
});
