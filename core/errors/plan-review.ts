/** Messages about plans that cannot be reviewed. None quotes what a file holds: it may be a secret. */
import { UserError } from "./user-error";

const howToMake = "Give what `terraform show -json <plan file>` prints";

export const planProblems = {
  empty: (source: string) => new UserError(`${source} is empty. ${howToMake}.`),
  savedPlan: (source: string) =>
    new UserError(`${source} is a saved plan itself, which only terraform reads. ${howToMake}.`),
  notJson: (source: string, line: number, column: number) =>
    new UserError(`${source}:${line}:${column}  this is not JSON from here on. ${howToMake}.`),
  truncated: (source: string, characters: number) =>
    new UserError(
      `${source} ends too early, after ${characters} characters. It was cut off: make it again. ${howToMake}.`,
    ),
  log: (source: string) =>
    new UserError(`${source} is the log of \`terraform plan -json\`, which does not hold the plan. ${howToMake}.`),
  state: (source: string) =>
    new UserError(`${source} is a state, and no plan. Plan with \`terraform plan -out <plan file>\`. ${howToMake}.`),
  notAPlan: (source: string) =>
    new UserError(`${source} is JSON, but no plan: it has no format_version. ${howToMake}.`),
  otherFormat: (source: string, version: string) =>
    new UserError(
      `${source} has format_version ${version}, and 1.x is known here. Review it with a newer smart360, or plan with a Terraform of 1.x.`,
    ),
  errored: (source: string) =>
    new UserError(
      `${source} is the plan of a run that failed: it is incomplete and cannot be applied. Mend what terraform complained about, and plan again.`,
    ),
  malformed: (source: string, where: string, expected: string) =>
    new UserError(
      `${source}: ${where} is not ${expected}, as a plan of format 1.x has it. Make the file again. ${howToMake}.`,
    ),
  sameStackTwice: (stack: string) => new UserError(`Two plans of ${stack} were given. Give each stack's plan once.`),
} as const;
