/** Messages of `smart360 review` and of its approvals. */
import { counted, listed } from "../document/text";
import { UserError } from "../errors";

const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

export const reviewProblems = {
  missingFile: (file: string) =>
    new UserError(`${file} is not there. Give plans that \`terraform show -json <plan file>\` printed.`),
  folder: (file: string) => new UserError(`${file} is a folder. Give the plans in it by name.`),
  tooLarge: (file: string, bytes: number, limit: number) =>
    new UserError(
      `${file} has ${mebibytes(bytes)}, more than the ${mebibytes(limit)} that are reviewed. A plan of 900 resources has about 10 MiB: is this one?`,
    ),
  changedSincePlanned: (stack: string, environment: string) =>
    new UserError(
      `The plan of ${stack} is not as \`smart360 plan\` left it: its file was changed or is gone. Run \`smart360 plan -e ${environment}\` again.`,
    ),
  nothingPlanned: (environment: string, failed: readonly string[]) =>
    new UserError(
      `No stack of ${environment} could be planned${failed.length === 0 ? "" : `: ${listed(failed)} failed`}. Mend what \`smart360 plan\` complained about, and plan again.`,
    ),
  unknownExtension: (file: string) =>
    new UserError(`${file} has no ending that names a format. Known are .md, .html, .json, .xml (JUnit) and .txt.`),
  approvalNeedsReason: () =>
    new UserError("An approval says who gives it and why: add --by <name> and --reason <at least 10 characters>."),
  reasonWithoutApproval: () => new UserError("--by and --reason belong to --approve <address>."),
  approvesNothing: (address: string, red: readonly string[]) =>
    new UserError(
      `${address} is not red in these plans. ${red.length === 0 ? "Nothing is." : `Red ${red.length === 1 ? "is" : "are"} ${listed(red)}.`}`,
    ),
  planWithoutHash: (address: string) =>
    new UserError(`${address} cannot be approved: its plan came from standard input. Give it as a file.`),
} as const;

export const applyProblems = {
  otherTarget: (environment: string, target: "aws" | "offline") =>
    target === "offline"
      ? new UserError(
          `These plans were made on the embedded default. Apply them with \`smart360 apply -e ${environment} --offline\`, or plan against AWS.`,
        )
      : new UserError(
          `These plans were made against AWS. Apply them without --offline, or plan with \`smart360 plan -e ${environment} --offline\`.`,
        ),
  otherAccount: (environment: string, planned: string, now: string) =>
    new UserError(
      `These plans were made for account and region ${planned}, and environments/${environment}.json says ${now}. Plan again.`,
    ),
  failedPlans: (environment: string, failed: readonly string[]) =>
    new UserError(
      `${listed(failed)} could not be planned. Mend that and run \`smart360 plan -e ${environment}\` again, or plan only the stacks that are to be applied.`,
    ),
  changedPlan: (environment: string, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: the plan ${stacks.length === 1 ? "file" : "files"} of ${listed(stacks)} changed or went since \`smart360 plan\`. Run \`smart360 plan -e ${environment}\` and review again.`,
    ),
  changedSources: (environment: string, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: what ${listed(stacks)} ${stacks.length === 1 ? "is" : "are"} synthesized from changed since \`smart360 plan\`. Run \`smart360 plan -e ${environment}\` and review again.`,
    ),
  stale: (environment: string, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: the plans of ${listed(stacks)} are stale, as somebody applied ${stacks.length === 1 ? "that stack" : "those stacks"} since. Run \`smart360 plan -e ${environment}\` and review again.`,
    ),
  unapproved: (findings: readonly string[]) =>
    `Nothing is applied: ${counted(findings.length, "red finding")} without approval:\n${findings.map((line) => `  ! ${line}`).join("\n")}`,
  mustConfirm: (environment: string) =>
    new UserError(
      `Nobody can be asked here. Apply the reviewed plans with \`smart360 apply -e ${environment} --yes\`.`,
    ),
} as const;
