import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../core/document/parse";
import { readEnvironment } from "../../../core/environment/read";
import { ManifestError } from "../../../core/errors";
import { readManifest } from "../../../core/manifest/read";
import { edited, replaced } from "../../support/edited-text";
import { environmentWith } from "../../support/manifests";
import { sampleEnvironment, sampleServices } from "../../support/sample";

const services = readFileSync(sampleServices, "utf8");
const production = readFileSync(sampleEnvironment("production"), "utf8");

/** Reading gives a value, or a ManifestError whose every issue has a place in the text; nothing else. */
function holds(text: string, read: (text: string) => unknown): void {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
    expect(error.issues.length).toBeGreaterThan(0);
    expect(error.message.split("\n")).toHaveLength(error.issues.length);
    for (const { line, column, message } of error.issues) {
      expect(message).not.toBe("");
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
    }
  }
}

describe("any text", () => {
  const readServices = (text: string) => readManifest(text, { file: "services.json", environment: environmentWith() });
  const readProduction = (text: string) => readEnvironment(text, { file: "production.json", name: "production" });

  it.each([
    ["edited services.json", edited(services), readServices],
    ["services.json with other values", replaced(services), readServices],
    ["an edited environment", edited(production), readProduction],
    ["an environment with other values", replaced(production), readProduction],
    ["noise", fc.string({ unit: "binary" }), readServices],
    ["JSON", fc.json(), readServices],
  ])("%s is read or refused, with places", (_, texts, read) => {
    fc.assert(
      fc.property(texts, (text) => holds(text, read)),
      { numRuns: 300 },
    );
  });

  it("is JSON to us if, and only if, it is to JSON.parse", () => {
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.json(), edited(production), fc.string({ unit: "binary" })), (text) => {
        // A byte order mark and duplicate keys are where the two differ on purpose.
        const { issues } = parseJson(text, "any.json");
        const isSyntaxFine = issues.every(({ message }) => message.startsWith("this key is already set"));
        expect(isSyntaxFine).toBe(isJson(text.replace(/^\uFEFF/, "")));
      }),
      { numRuns: 1_000 },
    );
  });
});
