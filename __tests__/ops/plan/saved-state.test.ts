/** The state inside a saved plan. That it is read of terraform's own plans is in plan.test.ts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stateOfPlan } from "../../../ops/plan/saved-state";

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-zip-"));
  file = join(folder, "x.tfplan");
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly stored?: true;
}

/** A ZIP archive as written by Go: sizes in the directory, extra fields, a comment at its end. */
function archive(entries: readonly Entry[], comment = ""): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, stored } of entries) {
    const packed = stored ? Buffer.from(text) : deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(text.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(2, 30);
    central.writeUInt32LE(at, 42);
    directory.push(central, Buffer.from(name), Buffer.alloc(2));
    const whole = Buffer.concat([local, Buffer.from(name), Buffer.alloc(4), packed]);
    parts.push(whole);
    at += whole.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, central, end, Buffer.from(comment)]);
}

describe("a saved plan", () => {
  const state = { version: 4, lineage: "3f2c", serial: 12, resources: [] };
  const others = [
    { name: "tfplan", text: "\u0000plan" },
    { name: "tfstate-prev", text: '{"lineage":"other","serial":11}' },
  ];

  it.each([
    { what: "compressed", entries: [...others, { name: "tfstate", text: JSON.stringify(state) }] },
    { what: "stored", entries: [{ name: "tfstate", text: JSON.stringify(state), stored: true as const }, ...others] },
  ])("names lineage and serial of its state, $what", ({ entries }) => {
    writeFileSync(file, archive(entries));
    expect(stateOfPlan(file)).toEqual({ lineage: "3f2c", serial: 12 });
    writeFileSync(file, archive(entries, "a comment"));
    expect(stateOfPlan(file)).toEqual({ lineage: "3f2c", serial: 12 });
  });

  it("is refused when it is none", () => {
    writeFileSync(file, archive(others));
    expect(() => stateOfPlan(file)).toThrow(`${file} holds no state`);
    writeFileSync(file, "{}");
    expect(() => stateOfPlan(file)).toThrow("this is no ZIP archive");
    const damaged = archive([{ name: "tfstate", text: "{}" }]);
    damaged.writeUInt32LE(7, damaged.length - 22 + 16);
    writeFileSync(file, damaged);
    expect(() => stateOfPlan(file)).toThrow("the archive's directory is damaged");
  });
});
