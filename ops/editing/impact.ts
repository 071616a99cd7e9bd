/** What an edit changes in the platform, told after it was written. */
import { defaultEnvironment } from "../../core/environment/where";
import { UserError } from "../../core/errors";
import type { Console } from "../console";
import { exitCodeOf, impactOfEdit, type Impact } from "../impact/impact";
import { renderImpact } from "../impact/render";
import { passInterrupts } from "../interrupts";
import { colorsFor } from "../colors";
import { Interruption } from "../terraform/run";
import { widthOf } from "../width";

/**
 * For the environment that ENVIRONMENT names. The edit is written and stays: that its impact cannot be told is a note.
 *
 * @param before the text before the edit
 */
export async function impactOf(root: string, before: string, out: Console): Promise<Impact | undefined> {
  const environment = process.env["ENVIRONMENT"] ?? defaultEnvironment;
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    return await impactOfEdit(before, { root, environment, interruption, say: out.note });
  } catch (error) {
    const reason = interruption.requested ? "it was interrupted." : (error as Error).message;
    out.note(`What it changes in the platform is not told: ${reason}`);
    if (!interruption.requested && !(error instanceof UserError)) out.note("`smart360 impact` tries again.");
    return undefined;
  } finally {
    passNoMore();
  }
}

export function printImpact(impact: Impact, out: Console): void {
  out.print("");
  out.print(renderImpact(impact, colorsFor(out), widthOf(out)));
}

/** As `smart360 impact --json` has it. */
export function impactFacts(impact: Impact | undefined) {
  return impact === undefined ? {} : { impact: { ...impact, exitCode: exitCodeOf(impact) } };
}
