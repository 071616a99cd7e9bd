import { readFileSync } from "node:fs";
import fc from "fast-check";
import { check } from "prettier";
import { describe, expect, it } from "vitest";
import { ManifestError, UserError } from "../../../core/errors";
import {
  addService,
  forgetService,
  nextPriority,
  purgeService,
  retireService,
  setField,
  unsetField,
} from "../../../core/manifest/edit";
import { edited } from "../../support/edited-text";
import { manifest, serviceNamed } from "../../support/manifests";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");
const tariffs = {
  name: "tariffs",
  description: "Tariff plans",
  owner: "billing-team",
  paths: ["/api/tariffs/*"],
  priority: 100,
  healthCheck: { path: "/ready" },
};
const entry = `,
    {
      "name": "tariffs",
      "description": "Tariff plans",
      "owner": "billing-team",
      "paths": ["/api/tariffs/*"],
      "priority": 100,
      "healthCheck": {
        "path": "/ready"
      }
    }`;
const end = "\n  ]\n}\n";

describe("addService", () => {
  it("writes the new entry and nothing else, as the formatter would", async () => {
    const after = addService(sample, tariffs);
    expect(after).toBe(`${sample.slice(0, -end.length)}${entry}${end}`);
    expect(await check(after, { parser: "json", printWidth: 120 })).toBe(true);
  });

  it.each<[string, (text: string) => string]>([
    ["CRLF line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\uFEFF${text}`],
    ["no line end at the end", (text) => text.trimEnd()],
    ["tabs", (text) => text.replaceAll(/^ +/gm, (spaces) => "\t".repeat(spaces.length / 2))],
    ["four spaces", (text) => text.replaceAll(/^ +/gm, (spaces) => spaces.repeat(2))],
    ["no line break at all", (text) => JSON.stringify(JSON.parse(text))],
  ])("keeps %s", (_, style) => {
    expect(addService(style(sample), tariffs)).toBe(style(addService(sample, tariffs)));
  });
});

describe("setField", () => {
  const text = manifest([serviceNamed("billing", 10), serviceNamed("metering", 20, { memory: 1_024 })]);

  it("replaces a value in its place", () => {
    expect(setField(text, "metering", ["memory"], 2_048)).toBe(text.replace("1024", "2048"));
  });

  it("makes the objects around a new one", () => {
    expect(setField(text, "metering", ["scaling", "max"], 6)).toBe(
      text.replace('"memory": 1024', '"memory": 1024,\n      "scaling": {\n        "max": 6\n      }'),
    );
  });

  it("does not find a service that is not there", () => {
    expect(() => setField(text, "biling", ["memory"], 1)).toThrow(
      new UserError('There is no service "biling". Did you mean "billing"?'),
    );
  });

  it("refuses to set something in what is no object, with its place", () => {
    const odd = text.replace('"memory": 1024', '"scaling": 5');
    expect(() => setField(odd, "metering", ["scaling", "max"], 6)).toThrow(
      'services.json:16:18  services[1] "metering" > scaling: got 5, must be an object { ... }.',
    );
  });
});

describe("unsetField", () => {
  it("takes out the objects that it leaves empty, and no other", () => {
    const plain = manifest([serviceNamed("billing", 10)]);
    const set = setField(plain, "billing", ["environments", "staging", "scaling", "max"], 6);
    expect(unsetField(set, "billing", ["environments", "staging", "scaling", "max"])).toBe(plain);
    const both = setField(set, "billing", ["environments", "staging", "memory"], 2_048);
    const scaling = '"scaling": {\n            "max": 6\n          },\n          ';
    expect(both).toContain(scaling);
    expect(unsetField(both, "billing", ["environments", "staging", "scaling", "max"])).toBe(both.replace(scaling, ""));
  });

  it("changes nothing where nothing is set", () => {
    expect(unsetField(sample, "billing", ["scaling", "max"])).toBe(sample);
  });
});

describe("on the way out", () => {
  it("says so in the entry, step by step, until the entry goes", () => {
    const retired = retireService(sample, "reporting");
    expect(retired).toBe(
      sample.replace('"deregistrationDelaySeconds": 60', '"deregistrationDelaySeconds": 60,\n      "retired": true'),
    );
    const purged = purgeService(retired, "reporting");
    expect(purged).toBe(retired.replace('"retired": true', '"retired": "purge"'));
    const gone = forgetService(purged, "reporting");
    expect(gone).not.toContain("reporting");
    expect(addService(gone, (JSON.parse(sample) as { services: [] }).services.at(-1) ?? {})).toBe(sample);
  });

  it("may say so for one environment", () => {
    const { services } = JSON.parse(retireService(sample, "billing", "staging")) as { services: unknown[] };
    expect(services[3]).toMatchObject({ environments: { staging: { retired: true } } });
  });
});

describe("nextPriority", () => {
  it.each([
    [[10, 20], 30],
    [[7], 10],
    [[11, 500], 510],
    [[49_990], 50_000],
    [[50_000], undefined],
  ])("after %j: %j", (priorities, next) => {
    const services = priorities.map((priority, index) => serviceNamed(`s${index}`, priority));
    expect(nextPriority(manifest(services))).toBe(next);
  });
});

describe("any text", () => {
  const edits: readonly [string, (text: string) => string][] = [
    ["add", (text) => addService(text, tariffs)],
    ["set", (text) => setField(text, "billing", ["scaling", "max"], 6)],
    ["unset", (text) => unsetField(text, "metering", ["memory"])],
    ["retire", (text) => retireService(text, "billing", "staging")],
    ["purge", (text) => purgeService(text, "billing")],
    ["forget", (text) => forgetService(text, "billing")],
  ];

  it.each(edits)("%s: an edited text, or a ManifestError with a place, or no such service", (_, edit) => {
    fc.assert(
      fc.property(edited(sample), (text) => {
        try {
          JSON.parse(edit(text).replace(/^\uFEFF/, ""));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          if (error instanceof ManifestError) expect(error.issues[0].line).toBeGreaterThan(0);
          else expect(error.message).toMatch(/^There is no service /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
