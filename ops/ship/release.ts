/**
 * The release of a service. An end without success leaves the service, its newest revision and its parameter as they
 * were; what a kill leaves is dealt with by the next release.
 */
import { placeOptions } from "../../core/environment/where";
import { randomUUID } from "node:crypto";
import { serviceRunsAlready } from "../../core/errors";
import { describeAction, type Action } from "../../core/release/action";
import { primaryOf } from "../../core/release/deployment";
import {
  failedMessage,
  idleMessage,
  interruptedMessage,
  newerRevisionNote,
  preparedMessage,
  releasedMessage,
  unchangedMessage,
  type Ending,
} from "../../core/release/ending";
import { describeImage, releaseTag, type Image } from "../../core/release/image";
import { lockInfo } from "../../core/release/lock";
import { imageOf, nextRevision, type Revision } from "../../core/release/revision";
import { StepFailure } from "../aws/step-failure";
import { chooseImage, newImage } from "./choice";
import type { Release } from "./context";
import { tagImage } from "./images";
import { bringToRest, type AtRest } from "./leftovers";
import { breakLock, freeLock, takeLock, type LockOptions } from "./lock";
import { newerRevisions } from "./newer-revisions";
import { readParameter, readService, revisionOf, writeParameter } from "./service";
import { steps, type Work } from "./steps";
import { undo } from "./undo";

export interface LockChoice {
  /** Id of a dead holder's lock, which is broken first. */
  readonly breakLockId?: string | undefined;
  /** Address of the build that runs this, for whoever meets the lock. */
  readonly build?: string | undefined;
}

/** @throws {UserError} when it cannot begin, and AbortError when it was interrupted before it changed anything */
export async function ship(release: Release, action: Action, choice: LockChoice): Promise<Ending> {
  const { machine, clock, report, lock: place } = release;
  const { aws, stack, environment } = release;
  const lock = { aws, place, stack, environment: environment.name, machine, now: () => clock.now() };
  if (choice.breakLockId !== undefined) {
    const wasBroken = await breakLock(lock, choice.breakLockId);
    report.line("Lock", wasBroken ? `${choice.breakLockId} is broken` : "there is none to break");
  }
  const info = lockInfo(place, {
    id: randomUUID(),
    what: describeAction(action),
    who: machine.who,
    processId: machine.processId,
    build: choice.build,
    now: clock.now(),
  });
  await takeLock(lock, info);
  report.line("Lock", `${release.stack} (${info.ID})`);
  try {
    release.signal.throwIfAborted();
    return action.kind === "first" ? await prepare(release, action.image) : await replace(release, action);
  } finally {
    await free(release, lock, info.ID);
  }
}

/** What becomes of the lock spoils no result. */
async function free({ report, service, where }: Release, lock: LockOptions, id: string): Promise<void> {
  try {
    if (!(await freeLock(lock, id)))
      report.line(
        "Lock",
        "somebody broke it during the release: find out who, and what they did " +
          `(\`smart360 ship status ${service.name}${placeOptions(where)}\`)`,
      );
  } catch (error) {
    report.line("Lock", `could not be freed: ${(error as Error).message} Next time: --break-lock ${id}`);
  }
}

/** The first release: the service's stack, which is applied next, starts what the parameter names. */
async function prepare(release: Release, text: string): Promise<Ending> {
  const { service, report, ecsService } = release;
  await readParameter(release);
  if ((await readService(release)) !== undefined) throw serviceRunsAlready(service.name, ecsService, release.where);
  const image = await newImage(release, text);
  const tag = releaseTag({ first: image.digest });
  await tagImage(release, image, tag);
  report.line("Tag", tag);
  report.line("Parameter", await writeParameter(release, image));
  const message = preparedMessage(service.name, describeImage(image), service.migrate !== undefined, release.where);
  return { outcome: "prepared", message, image: image.uri };
}

async function replace(release: Release, action: Exclude<Action, { readonly kind: "first" }>): Promise<Ending> {
  const { service, report, signal } = release;
  const standing = await bringToRest(release);
  const before = { image: imageOf(standing.running, service.name) ?? "", revision: standing.running.number };
  const image = await chooseImage(release, action, standing);
  if (action.kind === "deploy" && isReleased(image, before.image, standing)) {
    const message = unchangedMessage(service.name, describeImage(image), before);
    return { outcome: "unchanged", message, image: image.uri, running: before };
  }
  signal.throwIfAborted();
  const revision = await register(release, standing.newest, image);
  const work: Work = { release, action, standing, image, revision };
  let isIdle = false;
  for (const { name, canBeInterrupted, isBeforeRollout = false, run } of steps) {
    try {
      if (canBeInterrupted) signal.throwIfAborted();
      const done = await run(work);
      isIdle ||= done.isIdle === true;
      report.line(name, done.text);
    } catch (error) {
      const failure = StepFailure.of(error, signal);
      const left = await undo(work, failure, !isBeforeRollout);
      const { outcome, message: why, details } = failure;
      const message =
        outcome === "interrupted"
          ? interruptedMessage(service.name, left)
          : failedMessage(service.name, name, why, left);
      return { outcome, message, step: name, details, image: image.uri, before };
    }
  }
  const running = { image: image.uri, revision: revision.number };
  const describe = isIdle ? idleMessage : releasedMessage;
  const message = [describe(service.name, describeImage(image), running, before), ...(await overtaken(work))].join(
    "\n",
  );
  if (isIdle) return { outcome: "idle", message, image: image.uri, before };
  return { outcome: "released", message, image: image.uri, running, before };
}

/** What a release that succeeded has to tell of what somebody else did meanwhile. */
async function overtaken({ release, standing, revision }: Work): Promise<readonly string[]> {
  const { others } = await newerRevisions(release, standing.running.number, revision).catch(() => ({ others: [] }));
  const [newest] = others.filter(({ number }) => number > revision.number);
  return newest === undefined ? [] : [newerRevisionNote(release.service.name, newest.number)];
}

function isReleased(image: Image, running: string, { parameter, deployments }: AtRest): boolean {
  return image.uri === running && image.uri === parameter && primaryOf(deployments)?.state === "COMPLETED";
}

async function register({ aws, service }: Release, template: Revision, image: Image): Promise<Revision> {
  const answer = await aws.ecs.registerTaskDefinition(nextRevision(template, service.name, image.uri));
  return revisionOf(answer.taskDefinition ?? {}, answer.tags ?? []);
}
