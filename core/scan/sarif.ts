/** A verdict as SARIF 2.1.0, the format of code scanners that Jenkins and editors read. */
import { parseJson } from "../document/parse";
import type { Issue } from "../errors";
import type { ScanException } from "./exceptions";
import type { Verdict } from "./judge";
import { fileOf, type ScanResult } from "./report";

/** A stack's Terraform JSON as it lies on disk: findings point into it. */
export interface StackFile {
  readonly environment: string;
  readonly stack: string;
  /** Path from the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Rule of the exceptions that are no longer right. */
const exceptionRule = {
  id: "scan-exceptions",
  shortDescription: { text: "Every exception accepts something, and is looked at again in time" },
};

export function renderSarif(verdict: Verdict, files: readonly StackFile[]): string {
  const places = new Map(files.map((file) => [fileOf(file), new Lines(file)]));
  const result = (finding: ScanResult, exception?: ScanException) => ({
    ruleId: finding.check,
    level: exception === undefined ? "error" : "note",
    message: { text: `${finding.wants} (${finding.environment}: ${finding.path})` },
    locations: [
      {
        ...places.get(fileOf(finding))?.location(finding.address),
        logicalLocations: [{ fullyQualifiedName: finding.path, kind: "resource" }],
      },
    ],
    ...(exception === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: exception.reason }] }),
  });
  const results = [
    ...verdict.failed.map((finding) => result(finding)),
    ...verdict.excepted.map(({ finding, exception }) => result(finding, exception)),
    ...verdict.issues.map(issueResult),
  ];
  const findings = [...verdict.failed, ...verdict.excepted.map(({ finding }) => finding)];
  const rules = new Map(
    findings.map(({ check, wants, link }) => [check, { id: check, shortDescription: { text: wants }, helpUri: link }]),
  );
  const driver = {
    name: "checkov",
    version: verdict.checkovVersion,
    informationUri: "https://www.checkov.io",
    rules: [...rules.values(), ...(verdict.issues.length === 0 ? [] : [exceptionRule])],
  };
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function issueResult({ file, line, column, where, message }: Issue) {
  return {
    ruleId: exceptionRule.id,
    level: "error",
    message: { text: `${where}: ${message}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line, startColumn: column } } },
    ],
  };
}

/** Where the resources of a stack's file stand. */
class Lines {
  private readonly document;

  constructor(private readonly file: StackFile) {
    this.document = parseJson(file.text, file.path).document;
  }

  location(address: string) {
    const startLine = this.document?.lineOf(["resource", ...address.split(".")]) ?? 1;
    return { physicalLocation: { artifactLocation: { uri: this.file.path }, region: { startLine } } };
  }
}
