/** `smart360 review`: plans in words, the worst first; red ones are not to be applied without approval. */
import { mkdirSync } from "node:fs";
import { dirname, extname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { reviewProblems as problems } from "../../core/errors";
import { gate } from "../../core/plan-review/gate";
import { renderers, type Format } from "../../core/plan-review/render/index";
import type { RenderOptions } from "../../core/plan-review/render/options";
import { reviewPlans } from "../../core/plan-review/review";
import { ExitCode, type Console } from "../console";
import { planPicture } from "../diagram/plan-picture";
import { paintFor } from "../paint";
import { approvalsFile, approve, loadApprovals, writeApprovals } from "../review/approvals";
import { readKeptPlans, readPlanFiles } from "../review/read-plans";

export interface ReviewOptions {
  readonly root: string;
  readonly environment: string;
  /** Plan JSONs; empty: those that `smart360 plan` keeps. */
  readonly files: readonly string[];
  readonly format: Format;
  /** Files to write, the format by their ending. */
  readonly out: readonly string[];
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

/** @returns 0; 3 when something red is not approved; 1 when a stack could not be planned */
export async function review(options: ReviewOptions, out: Console): Promise<number> {
  const { root, environment, files } = options;
  const targets = options.out.map((file) => {
    const format = endings[extname(file).toLowerCase()];
    if (format === undefined) throw problems.unknownExtension(file);
    return { file, format };
  });
  const isKept = files.length === 0;
  const { plans, context, origin, waiting, failed } = isKept ? readKeptPlans(root, environment) : readPlanFiles(files);
  const reviewed = reviewPlans(plans, context);

  const file = options.approvals ?? approvalsFile(root, environment);
  const given =
    isKept || options.approvals !== undefined
      ? loadApprovals(file, options.approvals !== undefined && options.approve.length === 0)
      : [];
  const added = approving(options).flatMap((wanted) => approve(reviewed, wanted));
  if (added.length > 0) writeApprovals(file, [...given, ...added]);
  const held = gate(reviewed, [...given, ...added]);

  const shown: RenderOptions = { origin, waiting, gate: held };
  const picture =
    targets.some(({ format }) => format === "html") && isKept ? await planPicture(root, environment, plans) : undefined;
  for (const { file: path, format } of targets) {
    mkdirSync(dirname(path), { recursive: true });
    const text = renderers[format](reviewed, picture === undefined ? shown : { ...shown, picture });
    writeFileAtomic.sync(path, text.endsWith("\n") ? text : `${text}\n`);
    out.note(`Wrote ${path}`);
  }
  if (targets.length === 0) {
    const text = renderers[options.format](reviewed, { ...shown, paint: paintFor(out) });
    out.print(text.replace(/\n$/, ""));
  }
  if (added.length > 0) out.note(`Approved in ${file}, for these plans only.`);
  if (failed.length > 0) {
    out.note(`Could not be planned, so it is not in this review: ${failed.join(", ")}.`);
    return ExitCode.failed;
  }
  return held.exitCode;
}

function approving({ approve: addresses, by, reason, now }: ReviewOptions) {
  if (addresses.length === 0) {
    if (by !== undefined || reason !== undefined) throw problems.reasonWithoutApproval();
    return [];
  }
  if (by === undefined || by === "" || reason === undefined || reason.length < 10) throw problems.approvalNeedsReason();
  return [{ addresses, by, reason, at: now }];
}
