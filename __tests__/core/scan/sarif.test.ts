import { describe, expect, it } from "vitest";
import { renderSarif } from "../../../core/scan/sarif";
import { clean, dataStack, mixed, overdue } from "../../support/scan";

const file = "scan-exceptions.json";

describe("renderSarif", () => {
  const text = JSON.stringify(dataStack, undefined, 2);
  const path = ".gen/scan/production/stacks/data/cdk.tf.json";
  const files = [{ environment: "production", stack: "data", path, text }];
  const line = text.split("\n").findIndex((each) => each.includes('"Files_1A2B": {')) + 1;
  const location = {
    physicalLocation: { artifactLocation: { uri: path }, region: { startLine: line } },
    logicalLocations: [{ fullyQualifiedName: "data/Files/Resource", kind: "resource" }],
  };

  it("points to the resource in the stack's file, suppresses what is accepted, and reports the exceptions", () => {
    expect(JSON.parse(renderSarif(mixed, files))).toEqual({
      $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "checkov",
              version: "3.3.30",
              informationUri: "https://www.checkov.io",
              rules: [
                {
                  id: "CKV_AWS_144",
                  shortDescription: { text: 'Ensure <replication> & "more"' },
                  helpUri: "https://example.com/check",
                },
                {
                  id: "CKV_AWS_18",
                  shortDescription: { text: "Ensure access logging" },
                  helpUri: "https://example.com/check",
                },
                {
                  id: "scan-exceptions",
                  shortDescription: { text: "Every exception accepts something, and is looked at again in time" },
                },
              ],
            },
          },
          results: [
            {
              ruleId: "CKV_AWS_144",
              level: "error",
              message: { text: 'Ensure <replication> & "more" (production: data/Files/Resource)' },
              locations: [location],
            },
            {
              ruleId: "CKV_AWS_18",
              level: "note",
              message: { text: "Ensure access logging (production: data/Files/Resource)" },
              locations: [location],
              suppressions: [
                { kind: "external", status: "accepted", justification: "Nobody needs to know who read these." },
              ],
            },
            {
              ruleId: "scan-exceptions",
              level: "error",
              message: { text: `exceptions[0] > reviewBy: ${overdue}` },
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 9, startColumn: 19 } },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("is empty when all is well", () => {
    expect(JSON.parse(renderSarif(clean, files))).toMatchObject({
      runs: [{ tool: { driver: { rules: [] } }, results: [] }],
    });
  });
});
