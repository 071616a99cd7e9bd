/**
 * Every message that a user can get, as a named factory: what went wrong in the caller's words, the value got, and what
 * to change. Tests assert each of them in full.
 */
export * from "./errors/command";
export * from "./errors/diagram";
export { documentProblems } from "./errors/document";
export * from "./errors/editing";
export { environmentProblems } from "./errors/environment";
export * from "./errors/frontend";
export * from "./errors/impact";
export * from "./errors/live";
export { manifestProblems } from "./errors/manifest";
export { planProblems } from "./errors/plan-review";
export * from "./errors/plan";
export * from "./errors/release";
export * from "./errors/real-provider";
export * from "./errors/review";
export * from "./errors/scan";
export * from "./errors/secrets";
export * from "./errors/truth";

/** Something the user can mend. Shown as its message alone, never with a stack trace; the process exits with 2. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

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

/** A construct was given props that cannot work; `path` is the construct's place in the tree. */
export class ConstructError extends UserError {
  override readonly name = "ConstructError";

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
  }
}

/** Another stack uses values of the stack at `path` without reading them from its outputs. */
export const referenceBetweenStacks = (path: string, expressions: readonly string[]) =>
  new ConstructError(
    path,
    `another stack uses ${expressions.join(", ")} directly. Add that to this stack's outputs, and read it there with readIn().`,
  );

/** Rules for the whole tree that a stack breaks, all of them. */
export class RuleError extends UserError {
  override readonly name = "RuleError";

  constructor(
    readonly violations: readonly [
      { readonly path: string; readonly message: string },
      ...{ readonly path: string; readonly message: string }[],
    ],
  ) {
    super(violations.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  }
}

export const certificateNeedsZone = (path: string, domain: string) =>
  new ConstructError(
    path,
    `no certificate for "${domain}" can be issued without a hosted zone. Set domain.hostedZoneId, or give an issued certificate in domain.certificateArn.`,
  );

/** A data source that the offline provider does not answer. `type` is `data.aws_...`. */
export function offlineDataSourceRefused(type: string, answered: readonly string[]): UserError {
  return new UserError(
    `${type} needs AWS, and the offline provider reaches nothing there. It answers ${answered.join(", ")}; ` +
      "build the value in the app, or give the offline provider an answer for it.",
  );
}

export function offlineParameterMissing(name: string, region: string): UserError {
  return new UserError(
    `The SSM parameter "${name}" does not exist in the local AWS (${region}). Create it, or correct the name.`,
  );
}

export function offlineTypeUnknown(type: string): UserError {
  return new UserError(
    `The pinned bindings have no type ${type}, so the offline provider cannot serve it. Correct the name, or update @cdktf/provider-aws.`,
  );
}

export function offlineMoveRefused(from: string, to: string): UserError {
  return new UserError(
    `The offline provider cannot turn the state of ${from} into that of ${to}. ` +
      "Remove the `moved` block, or import the resource under its new type.",
  );
}

export function offlineEphemeralRefused(type: string): UserError {
  return new UserError(
    `The offline provider has no ephemeral resource ${type}: opening one would need AWS. Use an argument or a data source instead.`,
  );
}

export function offlineFault(type: string, operation: string, message: string): UserError {
  return new UserError(`${message} (a fault injected into ${operation} of ${type})`);
}

export const tooMuchFirewall = (path: string, capacity: number, included: number) =>
  new ConstructError(
    path,
    `the firewall's rules need ${capacity} WCU, and ${included} are included. Take a group out of edge.extraRuleGroups, or list fewer edge.uploadPaths.`,
  );

/** A configuration sets what only AWS decides; in the words of Terraform's own plugin SDK. */
export function offlineUnconfigurable(attribute: string): UserError {
  return new UserError(
    `Can't configure a value for "${attribute}": its value will be decided automatically based on the result of applying this configuration.`,
  );
}
