/** Reads what `smart360 ship status` tells. */
import { UserError } from "../../core/errors";
import { digestIn } from "../../core/release/image";
import { imageOf } from "../../core/release/revision";
import type { Sight, Unseen } from "../../core/release/status";
import { AwsFailure, type Aws } from "../aws/aws";
import { inBatches } from "../batches";
import type { Subject } from "./context";
import { findImage } from "./images";
import { readHolder } from "./lock";
import { newestRevision, readParameter, readRevision, readService } from "./service";

/** Services asked about at once: AWS throttles whoever asks about hundreds. */
const atOnce = 5;

/**
 * What can be seen of each service: what hinders one does not hide the others.
 * @throws {UserError} what hinders all of them
 */
export async function look(aws: Aws, subjects: readonly Subject[]): Promise<readonly (Sight | Unseen)[]> {
  const looks = (await inBatches(subjects, atOnce, (each) => Promise.allSettled([lookAt(aws, each)]))).flat();
  const problems = looks.filter((each) => each.status === "rejected").map(({ reason }): unknown => reason);
  const unexpected = problems.find((reason) => !(reason instanceof UserError || reason instanceof AwsFailure));
  if (unexpected !== undefined) throw unexpected;
  if (problems.length === subjects.length) throw problems[0];
  return looks.map((each, index) => {
    if (each.status === "fulfilled") return each.value;
    return { service: subjects[index]?.service.name ?? "", problem: (each.reason as Error).message };
  });
}

async function lookAt(aws: Aws, subject: Subject): Promise<Sight> {
  const { service, lock: place } = subject;
  const here = { ...subject, aws };
  const [parameter, held, ecs] = await Promise.all([readParameter(here), lockOf(aws, place), readService(here)]);
  const seen = { service: service.name, parameter, ...held };
  const revision = ecs === undefined ? undefined : await readRevision(here, ecs.taskDefinition);
  if (ecs === undefined || revision === undefined) return seen;
  const image = imageOf(revision, service.name) ?? "";
  const digest = digestIn(subject.repository, image);
  const { deployments, desired } = ecs;
  return {
    ...seen,
    running: {
      revision,
      newest: await newestRevision(here),
      image,
      tags: digest === undefined ? undefined : (await findImage(here, { digest }))?.tags,
      tasks: deployments.reduce((sum, { running }) => sum + running, 0),
      desired,
      deployments,
      since: ecs.since?.toISOString(),
    },
  };
}

/** Who may not read locks is still told the rest. */
async function lockOf(aws: Aws, place: Subject["lock"]): Promise<Pick<Sight, "lock" | "lockProblem">> {
  try {
    return { lock: await readHolder({ aws, place }) };
  } catch (error) {
    if (error instanceof UserError) return { lockProblem: error.message };
    throw error;
  }
}
