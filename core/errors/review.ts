/** Messages of `smart360 review` and of its approvals. */
import { counted, listed } from "../document/text";
import { offlineOption, type Where } from "../environment/where";
import { planAgain } from "./plan";
import { UserError } from "./user-error";

export const reviewProblems = {
  missingFile: (file: string) =>
    new UserError(`${file} is not there. Give plans that \`terraform show -json <plan file>\` printed.`),
  folder: (file: string) => new UserError(`${file} is a folder. Give the plans in it by name.`),
  tooLarge: (file: string, limitBytes: number) =>
    new UserError(
      `${file} has more than the ${limitBytes / 1024 / 1024} MiB that are reviewed at once. A plan of 900 resources has about 10 MiB: is this one?`,
    ),
  changedSincePlanned: (stack: string, run: Where) =>
    new UserError(
      `The plan of ${stack} is not as \`smart360 plan\` left it: its file was changed or is gone. Run ${planAgain(run)} again.`,
    ),
  nothingPlanned: (environment: string, failed: readonly string[]) =>
    new UserError(
      `No stack of ${environment} could be planned${failed.length === 0 ? "" : `: ${listed(failed)} failed`}. Mend what \`smart360 plan\` complained about, and plan again.`,
    ),
  unknownExtension: (file: string) =>
    new UserError(`${file} has no ending that names a format. Known are .md, .html, .json, .xml (JUnit) and .txt.`),
  approvalNeedsReason: () =>
    new UserError("An approval says who gives it and why: add --by <name> and --reason <10 to 1,000 characters>."),
  approvalReasonLength: (characters: number) =>
    new UserError(`The reason has ${counted(characters, "character")}; an approval says why in 10 to 1,000.`),
  approvalNeedsFile: () =>
    new UserError("Plans given by name have no place for approvals: say where they are, with --approvals <file>."),
  reasonWithoutApproval: () => new UserError("--by and --reason belong to --approve <address>."),
  approvesNothing: (address: string, red: readonly string[]) =>
    new UserError(
      `${address} is not red in these plans. ${red.length === 0 ? "Nothing is." : `Red ${red.length === 1 ? "is" : "are"} ${listed(red)}.`}`,
    ),
  approvesSeveral: (address: string, red: readonly string[]) =>
    new UserError(`${address} is red in several stacks. Say which is meant: ${listed(red, "or")}.`),
  idOfFiles: () => new UserError("--id is of the plans that `smart360 plan` keeps: give no files with it."),
  planWithoutHash: (address: string) =>
    new UserError(`${address} cannot be approved: its plan came from standard input. Give it as a file.`),
} as const;

export const applyProblems = {
  needsReview: (environment: string) =>
    new UserError(
      `--yes applies what nobody is asked about, so say which review was read: --review <id>. \`smart360 review -e ${environment}\` names its id.`,
    ),
  otherReview: (environment: string, given: string, plannedAt: string) =>
    new UserError(
      `Nothing is applied: the plans, made at ${plannedAt}, are not those of review ${given}. The id may be mistyped, or somebody planned again. Run \`smart360 review -e ${environment}\`, and apply with the id that it names.`,
    ),
  otherTarget: (environment: string, target: "aws" | "offline") =>
    target === "offline"
      ? new UserError(
          `These plans were made on the embedded default. Apply them with \`smart360 apply -e ${environment} --offline\`, or plan against AWS.`,
        )
      : new UserError(
          `These plans were made against AWS. Apply them without --offline, or plan with \`smart360 plan -e ${environment} --offline\`.`,
        ),
  otherEnvironment: (run: Where, planned: string, wanted: string) =>
    new UserError(`These plans were made for ${planned}, and this is ${wanted}. Run ${planAgain(run)} again.`),
  failedPlans: (run: Where, failed: readonly string[]) =>
    new UserError(
      `${listed(failed)} could not be planned. Mend that and run ${planAgain(run)} again, or plan only the stacks that are to be applied.`,
    ),
  changedPlan: (run: Where, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: the plan ${stacks.length === 1 ? "file" : "files"} of ${listed(stacks)} changed or went since \`smart360 plan\`. Run ${planAgain(run)} and review again.`,
    ),
  changedSources: (run: Where, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: what ${listed(stacks)} ${stacks.length === 1 ? "is" : "are"} synthesized from changed since \`smart360 plan\`. Run ${planAgain(run)} and review again.`,
    ),
  stale: (run: Where, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: the plans of ${listed(stacks)} are stale, as somebody applied ${stacks.length === 1 ? "that stack" : "those stacks"} since. Run ${planAgain(run)} and review again.`,
    ),
  released: (run: Where, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: the plans of ${listed(stacks)} were made before a release, whose image applying them would take back. Run ${planAgain(run)} and review again.`,
    ),
  begunBefore: (run: Where, stacks: readonly string[]) =>
    new UserError(
      `Nothing is applied: an earlier apply of ${listed(stacks)} was interrupted or failed, so that ${stacks.length === 1 ? "its plan is" : "their plans are"} used up. Run ${planAgain(run)} and review again.`,
    ),
  /** In the place of terraform's own words: others are applied already. */
  changedMeanwhile: () => "Its plan file changed or went while the stacks before it were applied.",
  /** The same. */
  releasedMeanwhile: () => "It was planned before a release, whose image applying it would take back.",
  mustConfirm: (environment: string, target: "aws" | "offline") =>
    new UserError(
      `Nobody can be asked here. Apply the reviewed plans with \`smart360 apply -e ${environment}${offlineOption(target)} --yes --review <id>\`; \`smart360 review -e ${environment}\` names the id.`,
    ),
} as const;
