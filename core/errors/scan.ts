/** Messages of `smart360 scan`. */
import { listed, quote, suggestion } from "../document/text";
import { UserError } from "./user-error";

/** About an entry of the exceptions file, beyond its shape. */
export const scanProblems = {
  noSuchDay: () => "which is no day of the calendar.",
  unknownEnvironment: (name: string, known: readonly string[]) =>
    `got ${quote(name)}, but there is no environments/${name}.json. ${suggestion(name, known, "Known are")}`,
  overdue: (reviewBy: string, today: string) =>
    `got ${quote(reviewBy)}, which has passed (today is ${today}). Look at the finding again: fix it, or give the exception a later date.`,
  unused: (check: string, pattern: string, environments: readonly string[]) =>
    `got ${quote(pattern)}, but ${check} finds nothing there in ${listed(environments)}. Remove it, or list in "environments" where it does.`,
} as const;

/** Checkov itself failed; `output` is what it said last. */
export const scannerFailed = (output: string) =>
  new UserError(`checkov failed, so nothing is known about the stacks. It said:\n${output}`);

export const scanReportUnreadable = (reason: string) =>
  new UserError(
    `checkov's report is not as version 3.3 writes it: ${reason}. Hold the pinned version (ops/scan/requirements.txt) against core/scan/report.ts.`,
  );

/** Checkov could not parse what it was given. */
export const stacksNotScanned = (files: readonly string[]) =>
  new UserError(
    `checkov could not read ${files.join(", ")}: nothing in there was checked. Make core/scan/prepare.ts write it so that it can.`,
  );
