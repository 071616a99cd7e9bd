/** What a release does once its image and revision are known, in order. */
import { counted } from "../../core/document/text";
import { migrates, type Action } from "../../core/release/action";
import { shortImage } from "../../core/release/ending";
import { releaseTag, type Image } from "../../core/release/image";
import { differences, revisionNumber, type Revision } from "../../core/release/revision";
import { StepFailure } from "../aws/step-failure";
import type { Release } from "./context";
import { rolloutDetails } from "./failure";
import { tagImage } from "./images";
import type { AtRest } from "./leftovers";
import { migrate } from "./migration";
import { newerRevisions } from "./newer-revisions";
import { checkTargets, follow, listingSeconds, update } from "./rollout";
import { readParameter, writeParameter } from "./service";

export interface Work {
  readonly release: Release;
  readonly action: Action;
  /** The service before. */
  readonly standing: AtRest;
  readonly image: Image;
  /** Registered for it. */
  readonly revision: Revision;
}

export interface Step {
  /** As the person sees it. */
  readonly name: string;
  /** The last steps take a moment and are finished: what runs already is not taken back for want of patience. */
  readonly canBeInterrupted: boolean;
  /** The service is not pointed at the revision yet. @default false */
  readonly isBeforeRollout?: true;
  readonly run: (work: Work) => Promise<Done>;
}

export interface Done {
  /** What it did. */
  readonly text: string;
  /** ECS is to keep no task of the service: nothing runs. */
  readonly isIdle?: boolean;
}

export const steps: readonly Step[] = [
  { name: "Register", canBeInterrupted: false, isBeforeRollout: true, run: compare },
  { name: "Migrate", canBeInterrupted: true, isBeforeRollout: true, run: runMigration },
  { name: "Roll out", canBeInterrupted: true, run: rollOut },
  {
    name: "Health",
    canBeInterrupted: true,
    run: ({ release, revision }) => checkTargets(release, "Health", revision.arn),
  },
  { name: "Tag", canBeInterrupted: false, run: tag },
  { name: "Parameter", canBeInterrupted: false, run: nameImage },
];

/** Makes sure that nothing but the image changed on the way, and that the template is still the newest. */
async function compare({ release, standing, revision }: Work): Promise<Done> {
  const template = standing.newest;
  const lost = differences(template, revision, release.service.name);
  if (lost.length > 0)
    throw new StepFailure(
      "failed",
      `revision ${revision.number} would differ from ${template.number} in ${lost.join(", ")}.`,
    );
  const [other] = (await newerRevisions(release, template.number, revision)).others;
  if (other !== undefined)
    throw new StepFailure(
      "failed",
      `revision ${revision.number} is made from ${template.number}, and somebody else registered ${other.number} at the same time.`,
    );
  return { text: `revision ${revision.number}, which differs from ${template.number} in the image only` };
}

async function runMigration({ release, action, standing, revision }: Work): Promise<Done> {
  const command = release.service.migrate;
  if (command === undefined) return { text: "none: services.json gives no command" };
  if (!migrates(action)) return { text: "none: a rollback brings nothing that was not run" };
  return { text: await migrate(release, revision, standing.ecs, command) };
}

async function rollOut({ release, standing, revision }: Work): Promise<Done> {
  const step = "Roll out";
  const started = await update(release, revision.arn, standing.running.arn);
  release.report.line(step, `deployment ${started.id} of revision ${revision.number}`);
  const course = await follow(release, step, started, standing.ecs, release.signal);
  if (course?.state === "complete") return { text: `complete, no task of revision ${standing.running.number} is left` };
  const details = await rolloutDetails(release, revision, standing.ecs);
  switch (course?.state) {
    case "rolledBack": {
      const end = course.isDone ? "rolled it back" : "is still rolling it back";
      const why = course.reason === "" ? "" : ` (${course.reason.replace(/\.$/, "")})`;
      throw new StepFailure("rolledBack", `ECS ${end} to revision ${revisionNumber(course.to)}${why}.`, details);
    }
    case "failed":
      throw new StepFailure("failed", `ECS gave the deployment up (${course.reason.replace(/\.$/, "")}).`, details);
    case "superseded": {
      const why =
        course.by === undefined
          ? "the service was deleted meanwhile."
          : `deployment ${course.by.id} of revision ${revisionNumber(course.by.taskDefinition)} took its place; somebody else started it.`;
      throw new StepFailure("superseded", why, details);
    }
    case "unlisted":
      throw new StepFailure(
        "unknown",
        `ECS told of deployment ${started.id}, and has not listed it in ${listingSeconds} seconds: what became of it is not known.`,
        details,
      );
    default:
      throw new StepFailure(
        "timedOut",
        `it was not complete after ${counted(release.timeoutSeconds / 60, "minute")} (--timeout).`,
        details,
      );
  }
}

async function tag({ release, image, revision }: Work): Promise<Done> {
  const text = releaseTag({ revision: revision.number });
  await tagImage(release, image, text);
  return { text };
}

async function nameImage({ release, image, standing }: Work): Promise<Done> {
  const known = standing.parameter;
  const named = await readParameter(release).catch(() => known);
  const parameter = await writeParameter(release, image);
  if (named === known || named === image.uri) return { text: parameter };
  return { text: `${parameter} (during this release somebody made it name ${shortImage(named)})` };
}
