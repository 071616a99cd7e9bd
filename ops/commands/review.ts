/** `smart360 review`: plans in words, the worst first; red ones are not to be applied without approval. */
import { mkdirSync } from "node:fs";
import { dirname, extname, relative } from "node:path";
import { placeOptions } from "../../core/environment/where";
import { reviewProblems as problems, UserError } from "../../core/errors";
import { gate } from "../../core/plan-review/gate";
import { renderers, type Format } from "../../core/plan-review/render/index";
import type { RenderOptions } from "../../core/plan-review/render/options";
import { countsLine, gateLines } from "../../core/plan-review/render/heading";
import { wrap } from "../../core/plan-review/render/wrap";
import type { Review, StackPlan } from "../../core/plan-review/review";
import { reviewPlans } from "../../core/plan-review/review-plans";
import { ExitCode, type Console } from "../console";
import { planPicture } from "../diagram/plan-picture";
import { colorsFor } from "../colors";
import { replaceFile } from "../replace-file";
import {
  approvalsFile,
  approve,
  howToApprove,
  loadApprovals,
  type Approving,
  writeApprovals,
} from "../review/approvals";
import { readKeptPlans, readPlanFiles } from "../review/read-plans";
import { widthOf } from "../width";

export interface ReviewOptions {
  readonly root: string;
  readonly environment: string;
  /** Plan JSONs; empty: those that `smart360 plan` keeps. */
  readonly files: readonly string[];
  /** How to print it; without it, and with files to write, only what it comes to is printed. */
  readonly format?: Format;
  /** Files to write, the format by their ending. */
  readonly out: readonly string[];
  /** Print only the id by which `apply --review` takes the kept plans. */
  readonly id?: boolean;
  /** File of approvals. @default beside the kept plans */
  readonly approvals?: string;
  /** Addresses to approve, for exactly these plans. */
  readonly approve: readonly string[];
  readonly by?: string;
  readonly reason?: string;
  /** ISO 8601. */
  readonly now: string;
}

const endings: Readonly<Record<string, Format>> = {
  ".md": "markdown",
  ".html": "html",
  ".json": "json",
  ".xml": "junit",
  ".txt": "terminal",
};

const reasonCharacters = { least: 10, most: 1_000 };

/** @returns 0: may be applied; 3: something red is not approved; 1: a stack could not be planned */
export async function review(options: ReviewOptions, out: Console): Promise<number> {
  const { root, environment, files } = options;
  const targets = options.out.map((file) => {
    const format = endings[extname(file).toLowerCase()];
    if (format === undefined) throw problems.unknownExtension(file);
    return { file, format };
  });
  const wanted = approving(options);
  const isKept = files.length === 0;
  if (options.id === true && !isKept) throw problems.idOfFiles();
  const { plans, failed, context, target, settled, ...beside } = isKept
    ? readKeptPlans(root, environment)
    : readPlanFiles(files);
  const { review: id } = beside.origin;
  if (options.id === true && id !== undefined) {
    out.print(id);
    return ExitCode.ok;
  }
  const reviewed = reviewPlans(plans, context);
  const held = gate(reviewed, approvalsOf(options, reviewed, wanted, out), settled);
  const shown: RenderOptions = { ...beside, gate: held };

  const isDrawn = isKept && targets.some(({ format }) => format === "html");
  const picture = isDrawn ? await drawn(root, environment, plans, out) : undefined;
  for (const { file, format } of targets) {
    mkdirSync(dirname(file), { recursive: true });
    const text = renderers[format](reviewed, picture === undefined ? shown : { ...shown, picture });
    replaceFile(file, text.endsWith("\n") ? text : `${text}\n`);
    out.note(`Wrote ${file}`);
  }
  const format = options.format ?? (targets.length === 0 ? "terminal" : undefined);
  if (format === undefined) {
    const lines = [reviewed.verdict.sentence, countsLine(reviewed), ...gateLines(shown)].filter((line) => line !== "");
    for (const line of lines) wrap(line, widthOf(out)).forEach(out.print);
  } else {
    out.print(renderers[format](reviewed, { ...shown, paint: colorsFor(out), width: widthOf(out) }).replace(/\n$/, ""));
  }
  if (failed.length > 0) out.note(`Could not be planned, so it is not in this review: ${failed.join(", ")}.`);
  if (held.exitCode !== 0) {
    if (isKept) out.note(howToApprove(environment, held.blocking));
    return held.exitCode;
  }
  if (failed.length > 0) return ExitCode.failed;
  if (id !== undefined && reviewed.stacks.some(({ risk }) => risk !== "none"))
    out.note(
      `To apply just this: smart360 apply${placeOptions({ environment, target: target ?? "aws" })} --review ${id}`,
    );
  return ExitCode.ok;
}

/** Those given before, and those given now, which are written down with them. */
function approvalsOf(
  { root, environment, files, approvals }: ReviewOptions,
  review: Review,
  wanted: Approving[],
  out: Console,
) {
  const isKept = files.length === 0;
  if (!isKept && approvals === undefined) return [];
  const file = approvals ?? approvalsFile(root, environment);
  const given = loadApprovals(file, approvals !== undefined && wanted.length === 0);
  const added = wanted.flatMap((one) => approve(review, one));
  if (added.length === 0) return given;
  writeApprovals(file, [...given, ...added]);
  out.note(`Approved in ${relative(process.cwd(), file)}, for these plans only.`);
  return [...given, ...added];
}

/** Approvals asked for: none or one. */
function approving({ approve: addresses, files, approvals, by = "", reason = "", now }: ReviewOptions): Approving[] {
  if (addresses.length === 0) {
    if (by !== "" || reason !== "") throw problems.reasonWithoutApproval();
    return [];
  }
  const { length } = reason.trim();
  if (by.trim() === "" || length === 0) throw problems.approvalNeedsReason();
  if (length < reasonCharacters.least || length > reasonCharacters.most) throw problems.approvalReasonLength(length);
  if (files.length > 0 && approvals === undefined) throw problems.approvalNeedsFile();
  return [{ addresses, by: by.trim(), reason: reason.trim(), at: now }];
}

/** A review is worth having where the sources cannot be drawn any more. */
async function drawn(root: string, environment: string, plans: readonly StackPlan[], out: Console) {
  try {
    return await planPicture(root, environment, plans);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    out.note(`Without the picture: ${error.message}`);
    return undefined;
  }
}
