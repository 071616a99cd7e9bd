/** Takes back what a release did that did not succeed: the service as it was, its revision deregistered. */
import { newerRevisionNote, shortImage } from "../../core/release/ending";
import type { Image } from "../../core/release/image";
import type { Revision } from "../../core/release/revision";
import type { StepFailure } from "../aws/step-failure";
import type { Release } from "./context";
import { newerRevisions } from "./newer-revisions";
import { follow, update } from "./rollout";
import { readParameter, readService, type EcsService } from "./service";
import type { Work } from "./steps";

const step = "Undo";

/**
 * What it comes to, in words; never throws: whatever could not be done, the next release does.
 * @param hasRolledOut the service may have been pointed at the revision
 */
export async function undo(work: Work, failure: StepFailure, hasRolledOut: boolean): Promise<string> {
  try {
    return await takeBack(work, failure, hasRolledOut);
  } catch (error) {
    return (
      `This could not be taken back: ${(error as Error).message}\n` +
      "Repeat the command: it begins with what is left over."
    );
  }
}

async function takeBack(
  { release, standing, image, revision }: Work,
  { outcome }: StepFailure,
  hasRolledOut: boolean,
): Promise<string> {
  const { aws, report, service } = release;
  const previous = standing.running;
  const mayLag = hasRolledOut && outcome !== "rolledBack" && outcome !== "superseded";
  const ecs = await readAfterUpdate(release, mayLag ? previous : undefined);
  const isPointedAt = ecs?.taskDefinition === revision.arn;
  if (isPointedAt && outcome === "superseded")
    return `${service.name} goes on with revision ${revision.number} in another deployment, which the next release looks after.`;
  // A deployment that ECS does not list may come all the same: what the service is told last is what it does.
  const mayCome = outcome === "unknown" && ecs?.taskDefinition === previous.arn;
  const runs =
    isPointedAt || mayCome
      ? await putBack(release, ecs, outcome, revision, previous)
      : describe(service.name, ecs, previous);
  const now = await readAfterUpdate(release, isPointedAt || mayCome ? revision : undefined);
  if (now?.taskDefinition === revision.arn)
    return (
      `${service.name} could not be put back to revision ${previous.number}: ECS went back to revision ${revision.number}, ` +
      `which it runs. ${sentence(await parameterNow(release, standing.parameter, image))}\n` +
      "Repeat the command: it begins with what is left over."
    );
  await aws.ecs.deregisterTaskDefinition({ taskDefinition: revision.arn });
  report.line(step, `revision ${revision.number} deregistered`);
  const { twins, others } = await newerRevisions(release, previous.number, revision);
  for (const taskDefinition of twins) await aws.ecs.deregisterTaskDefinition({ taskDefinition });
  const left = others.map(({ number }) => `\n${newerRevisionNote(service.name, number)}`);
  const parameter = await parameterNow(release, standing.parameter, image);
  return `${runs} Revision ${revision.number} is deregistered, ${parameter}.${left.join("")}`;
}

/** @param before what ECS may still tell of, right after the service was pointed at another revision */
async function readAfterUpdate(release: Release, before: Revision | undefined): Promise<EcsService | undefined> {
  const ecs = await readService(release);
  if (before === undefined || ecs?.taskDefinition !== before.arn) return ecs;
  await release.clock.wait(release.pollSeconds);
  return readService(release);
}

/** Under the lock nobody else writes it; who does so all the same is not to be missed. */
async function parameterNow(release: Release, before: string, image: Image): Promise<string> {
  const now = await readParameter(release).catch(() => undefined);
  if (now === before) return "the parameter is as it was";
  if (now === undefined) return "and the parameter cannot be read";
  const by = now === image.uri ? "" : ": somebody else changed it";
  return `but the parameter names ${shortImage(now)} now${by}`;
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

async function putBack(
  release: Release,
  before: EcsService,
  outcome: StepFailure["outcome"],
  revision: Revision,
  previous: Revision,
): Promise<string> {
  const { report, service } = release;
  const started = await update(release, previous.arn, revision.arn);
  report.line(step, `service put back to revision ${previous.number}: deployment ${started.id}`);
  const goesBack = `${service.name} goes back to revision ${previous.number}.`;
  // Whoever interrupts does not want to wait; the next release waits for this deployment.
  if (outcome === "interrupted") return goesBack;
  const course = await follow(release, step, started, before, release.signal).catch((error: unknown) => {
    if (release.signal.aborted) return undefined;
    throw error;
  });
  return course?.state === "complete" ? `${service.name} runs revision ${previous.number} again.` : goesBack;
}

function describe(name: string, ecs: EcsService | undefined, previous: Revision): string {
  return ecs?.taskDefinition === previous.arn
    ? `${name} runs revision ${previous.number}.`
    : `${name} runs what another deployment brought.`;
}
