/** One edit of `services.json`: computed, validated, shown, confirmed, written. */
import { listed } from "../../core/document/text";
import { editRefused, wrongBeforeEdit } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { wrap } from "../../core/plan-review/render/wrap";
import { ExitCode, type Console } from "../console";
import { difference, printDifference } from "./difference";
import { readManifestText, replaceManifestText } from "./file";
import { impactFacts, impactOf, printImpact } from "./impact";
import { readForAll, type Reading } from "./validate";
import { widthOf } from "../width";

export interface EditOptions {
  readonly root: string;
  /** Write without asking. */
  readonly yes: boolean;
  /** Show, and write nothing. */
  readonly dryRun: boolean;
  /** Tell afterwards what the edit changes in the platform. */
  readonly impact: boolean;
  readonly json: boolean;
}

/** An edit that is valid, and not written yet. */
export interface Edit {
  readonly before: string;
  readonly after: string;
  /** What the services were, as far as the file was valid. */
  readonly readBefore: Reading;
  readonly readAfter: Reading;
  readonly diff: string;
}

/**
 * @param change from the text of the file to the edited one
 * @param mends true for an edit that may put a wrong file right; others are refused by a file that is wrong already
 * @throws {ManifestError} when the edited text is no valid manifest in every environment
 */
export function prepare(root: string, change: (text: string) => string, mends = false): Edit {
  const before = readManifestText(root);
  const readBefore = readForAll(root, before);
  if (!mends && readBefore.issues !== undefined) throw wrongBeforeEdit(manifestFile, readBefore.issues);
  const after = change(before);
  const readAfter = readForAll(root, after);
  if (readAfter.issues !== undefined) throw editRefused(manifestFile, readAfter.issues);
  return { before, after, readBefore, readAfter, diff: difference(manifestFile, before, after) };
}

/**
 * Shows the edit, has it confirmed, writes it, tells its impact.
 *
 * @param confirm asks on the terminal; undefined when nothing is to be asked
 * @param facts what the JSON result says beside the diff
 */
export async function carryOut(
  { before, after, diff, readBefore, readAfter }: Edit,
  options: EditOptions,
  out: Console,
  confirm: (() => Promise<boolean>) | undefined,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const isChanged = before !== after;
  if (!options.json) {
    if (isChanged) printDifference(diff, out);
    else out.print(`${manifestFile} says so already: nothing to change.`);
  }
  // Before it is asked whether to write.
  for (const warning of newWarnings(readBefore, readAfter))
    for (const line of wrap(`warning: ${warning}`, widthOf(out))) out.note(line);
  const isAsked = isChanged && !options.dryRun;
  const isAgreed = isAsked && (confirm === undefined || (await confirm()));
  if (isAgreed) replaceManifestText(options.root, before, after);
  else if (isChanged && !options.json) {
    out.print(options.dryRun ? "Nothing was written (--dry-run)." : "Nothing was written.");
  }
  const impact = isAgreed && options.impact ? await impactOf(options.root, before, out) : undefined;
  if (options.json) {
    const result = { file: manifestFile, changed: isChanged, written: isAgreed, diff: isChanged ? diff : "" };
    out.print(JSON.stringify({ ...result, ...facts, ...impactFacts(impact) }, null, 2));
  } else if (impact !== undefined) printImpact(impact, out);
  // Answered with no: whoever chains commands is not to go on as if it were written.
  return isAsked && !isAgreed ? ExitCode.failed : ExitCode.ok;
}

/** What does not fit any more when something happens: said once where environments share it. */
function newWarnings(before: Reading, after: Reading): readonly string[] {
  const known = new Set(before.warnings);
  const environments = new Map<string, string[]>();
  for (const warning of after.warnings.filter((each) => !known.has(each))) {
    const [, environment = "", shortage = warning] = /^(\S+): (.*)$/s.exec(warning) ?? [];
    environments.set(shortage, [...(environments.get(shortage) ?? []), environment]);
  }
  return [...environments].map(([shortage, names]) => `${listed(names)}: ${shortage}`);
}
