/** `smart360 remove <name>`: takes a service out of use, step by step: retired, purged, gone. */
import { listed } from "../../core/document/text";
import {
  alreadyPurged,
  alreadyRetired,
  confirmationMissing,
  notRetired,
  purgeNotReleased,
  retiringNotReleased,
  unknownService,
} from "../../core/errors";
import { forgetService, purgeService, retireService } from "../../core/manifest/edit";
import { stepsIn } from "../../core/manifest/evolution";
import {
  type Consequences,
  consequencesOfForgetting,
  consequencesOfPurging,
  consequencesOfRetiring,
  type Deployed,
} from "../../core/manifest/retirement";
import { wrap } from "../../core/plan-review/render/wrap";
import type { Console } from "../console";
import { asking, canAsk, confirm } from "../editing/ask";
import { manifestReleased } from "../editing/base";
import { carryOut, type Edit, type EditOptions, prepare } from "../editing/edit";
import type { Reading } from "../editing/validate";
import { loadEnvironment } from "../project";
import { widthOf } from "../width";

export interface RemoveOptions extends EditOptions {
  readonly name: string;
  /** The one environment to take it out of; every one when undefined. */
  readonly environment: string | undefined;
  /** The step after retiring: give up what is kept. */
  readonly purge: boolean;
}

/** One step on the way out. */
interface Step {
  readonly edit: Edit;
  readonly title: string;
  readonly consequences: Consequences;
}

export async function remove(options: RemoveOptions, out: Console): Promise<number> {
  const { yes, json, dryRun, name } = options;
  if (options.environment !== undefined) loadEnvironment(options.root, options.environment);
  return asking(async () => {
    const { edit, title, consequences } = options.purge ? await purge(options) : retire(options);
    if (!json) print(title, consequences, out);
    const isAsking = !yes && !dryRun;
    if (isAsking && (json || !canAsk())) throw confirmationMissing();
    const question = isAsking ? () => confirm("Write it?", false) : undefined;
    return carryOut(edit, options, out, question, { service: name, ...consequences });
  });
}

function retire(options: RemoveOptions): Step {
  const { root, name, environment } = options;
  const edit = prepare(root, (text) => retireService(text, name, environment));
  const before = deployed(options, edit.readBefore);
  const inUse = before.filter(({ service }) => !service.retired);
  if (inUse.length === 0) throw alreadyRetired(name, before.map(environmentOf));
  // An environment may say for itself that the service stays.
  const changed = deployed(options, edit.readAfter).filter(({ service }) => service.retired);
  const leaving = inUse.filter((each) => changed.some((other) => environmentOf(other) === environmentOf(each)));
  const title = `Retiring ${name} in ${listed(leaving.map(environmentOf))}. Nothing happens until this is applied.`;
  return { edit, title, consequences: consequencesOfRetiring(leaving) };
}

async function purge(options: RemoveOptions): Promise<Step> {
  const { root, name, environment } = options;
  const now = deployed(options, prepare(root, (text) => text).readBefore);
  const inUse = now.filter(({ service }) => !service.retired);
  if (inUse.length > 0) throw notRetired(name, inUse.map(environmentOf));
  const kept = now.filter(({ service }) => !service.purged);
  if (kept.length === 0) return forget(options, now);
  const edit = prepare(root, (text) => purgeService(text, name, environment));
  const base = await manifestReleased(root);
  const steps = base && stepsIn(base.text, name, kept.map(environmentOf));
  if (base !== undefined && steps?.some(([, step]) => step === "in use") === true)
    throw retiringNotReleased(name, base.label);
  const title = `Purging ${name} in ${listed(kept.map(environmentOf))}. Nothing happens until this is applied.`;
  return { edit, title, consequences: consequencesOfPurging(kept) };
}

/** Purged everywhere: its entry is all that is left of it here. */
async function forget({ root, name, environment }: RemoveOptions, now: readonly Deployed[]): Promise<Step> {
  if (environment !== undefined) throw alreadyPurged(name, environment);
  const edit = prepare(root, (text) => forgetService(text, name));
  const base = await manifestReleased(root);
  const steps = base && stepsIn(base.text, name, now.map(environmentOf));
  if (base !== undefined && steps?.some(([, step]) => step !== "purged") === true)
    throw purgeNotReleased(name, base.label);
  return {
    edit,
    title: `Removing the entry of ${name}, which is purged.`,
    consequences: consequencesOfForgetting(now),
  };
}

function deployed({ root, name, environment }: RemoveOptions, { services }: Reading): readonly Deployed[] {
  return [...services]
    .filter(([each]) => environment === undefined || each === environment)
    .map(([each, resolved]) => {
      const found = resolved.find(({ service }) => service.name === name)?.service;
      if (found === undefined)
        throw unknownService(
          name,
          resolved.map(({ service }) => service.name),
        );
      return { environment: loadEnvironment(root, each), service: found };
    });
}

function environmentOf({ environment }: Deployed): string {
  return environment.name;
}

function print(title: string, { stacks, destroyed, kept, protection, next }: Consequences, out: Console): void {
  for (const line of wrap(title, widthOf(out))) out.print(out.bold(line));
  const section = (heading: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    out.print(heading);
    for (const line of lines.flatMap((each) => wrap(each, widthOf(out), "  - ", "    "))) out.print(line);
  };
  section(`Destroyed, by applying ${stacks.join(", ")}:`, destroyed);
  section("Kept:", kept);
  section("What protects it:", protection);
  section("Next:", next);
  out.print("");
}
