/** `smart360 impact`: what the working files change, against a commit. */
import { impactInterrupted } from "../../core/errors";
import { breakOff, ExitCode, type Console } from "../console";
import { exitCodeOf, impactSince } from "../impact/impact";
import { renderImpact } from "../impact/render";
import { passInterrupts } from "../interrupts";
import { colorsFor } from "../colors";
import { Interruption } from "../terraform/run";
import { widthOf } from "../width";

export interface ImpactCommandOptions {
  readonly root: string;
  readonly environment: string;
  /** Commit to compare with. */
  readonly since: string | undefined;
  readonly json: boolean;
}

/** @returns 0: nothing changes; 2: something does; 3: something that holds data would be lost or is guarded less */
export async function impact(options: ImpactCommandOptions, out: Console): Promise<number> {
  const { since, json } = options;
  const began = performance.now();
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  try {
    const found = await impactSince(since, { ...options, interruption, say: out.note });
    if (json) out.print(JSON.stringify({ ...found, exitCode: exitCodeOf(found) }, null, 2));
    else {
      out.print(renderImpact(found, colorsFor(out), widthOf(out)));
      const seconds = (performance.now() - began) / 1000;
      out.print(`\nPlanned offline in ${seconds.toFixed(1)} s: nothing reached AWS.`);
    }
    return exitCodeOf(found);
  } catch (error) {
    if (interruption.requested) return breakOff(out, json, impactInterrupted().message, ExitCode.interrupted);
    throw error;
  } finally {
    passNoMore();
  }
}
