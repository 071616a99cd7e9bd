import { UserError } from "./user-error";

/** One thing wrong at one place of a file. Lines and columns count from 1. */
export interface Issue {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document, in words: `services[3] "billing" > memory`; empty for the document itself. */
  readonly where: string;
  readonly message: string;
}

/** `services.json:57:17  services[3] "billing" > memory: got 300, ...` */
export function renderIssue(issue: Issue): string {
  const place = `${issue.file}:${issue.line}:${issue.column}`;
  return issue.where === "" ? `${place}  ${issue.message}` : `${place}  ${issue.where}: ${issue.message}`;
}

/** Everything wrong with a manifest or an environment file, in the order of the file. */
export class ManifestError extends UserError {
  override readonly name = "ManifestError";

  /** `preface`: a line that says what the issues are about, where it is not the file as it is. */
  constructor(
    readonly issues: readonly [Issue, ...Issue[]],
    preface?: string,
  ) {
    super([...(preface === undefined ? [] : [preface]), ...issues.map(renderIssue)].join("\n"));
  }
}
