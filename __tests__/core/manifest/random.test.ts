import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifestError } from "../../../core/errors";
import { readManifest } from "../../../core/manifest/read";
import { environmentWith } from "../../support/manifests";
import { manifestTexts, roomy } from "../../support/random-manifests";
import { seed } from "../../support/seed";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");

/** Positions of a text, as a share of it. */
const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (text: string, share: number) => Math.floor(share * text.length);

type Edit = (text: string) => string;

/** Line `index` of the text, however lines end. */
function editLines(edit: (lines: string[], index: number) => string[]): fc.Arbitrary<Edit> {
  return position.map((share) => (text) => {
    const lines = text.split("\n");
    return edit(lines, Math.floor(share * lines.length)).join("\n");
  });
}

/** One value of the JSON, somewhere, as another one; what is no JSON any more stays. */
function retype(share: number, value: unknown): Edit {
  return (text) => {
    const scalars = [...text.matchAll(/"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|\[|\{/g)];
    const scalar = scalars[Math.floor(share * scalars.length)];
    if (scalar === undefined) return text;
    return text.slice(0, scalar.index) + JSON.stringify(value) + text.slice(scalar.index + scalar[0].length);
  };
}

const edits: Readonly<Record<string, fc.Arbitrary<Edit>>> = {
  "a line is deleted": editLines((lines, index) => lines.toSpliced(index, 1)),
  "a line is there twice": editLines((lines, index) => lines.toSpliced(index, 0, lines[index] ?? "")),
  "two lines change places": fc.tuple(position, position).map(([a, b]) => (text) => {
    const lines = text.split("\n");
    const [one, other] = [Math.floor(a * lines.length), Math.floor(b * lines.length)];
    return lines
      .with(one, lines[other] ?? "")
      .with(other, lines[one] ?? "")
      .join("\n");
  }),
  "a value is of another type": fc
    .tuple(
      position,
      fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.integer({ min: 64, max: 1_024 }), fc.constantFrom("x1", "y-2")),
    )
    .map(([share, value]) => retype(share, value)),
  "the file is cut off": position.map((share) => (text) => text.slice(0, at(text, share))),
  "two bytes change places": fc.tuple(position, position).map(([a, b]) => (text) => {
    const bytes = Buffer.from(text, "utf8");
    const [one, other] = [Math.floor(a * bytes.length), Math.floor(b * bytes.length)];
    [bytes[one], bytes[other]] = [bytes[other] ?? 0, bytes[one] ?? 0];
    return bytes.toString("utf8");
  }),
  "lines end as on Windows": fc.constant((text: string) => text.replaceAll(/\r?\n/g, "\r\n")),
};

/** Services, or an error of which every issue has a place in the text and says something. */
function outcome(text: string): "services" | "refused" {
  try {
    const { services } = readManifest(text, { file: "services.json", environment: environmentWith() });
    expect(services.length).toBeGreaterThan(0);
    return "services";
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
    expect(error.issues.length).toBeGreaterThan(0);
    for (const { file, line, column, message } of error.issues) {
      expect(file).toBe("services.json");
      expect(message).not.toBe("");
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
    }
    return "refused";
  }
}

describe("services.json, edited at random", () => {
  it.each(Object.entries(edits))(`%s (seed ${seed})`, (_, edit) => {
    // Alone, and on top of one other edit.
    const several = fc.tuple(edit, fc.option(fc.oneof(...Object.values(edits)), { nil: undefined }));
    const seen = new Set<string>();
    fc.assert(
      fc.property(several, ([first, second]) => {
        const edited = first(sample);
        seen.add(outcome(second === undefined ? edited : second(edited)));
      }),
      { seed, numRuns: 400 },
    );
    expect(seen).toContain("refused");
  });
});

describe("a random valid manifest", () => {
  it(`is read (seed ${seed})`, () => {
    fc.assert(
      fc.property(manifestTexts(4), (text) => {
        readManifest(text, { file: "services.json", environment: roomy, knownEnvironments: ["production", "staging"] });
      }),
      { seed, numRuns: 400 },
    );
  });
});
