/** Reads what `smart360 ship status` tells. */
import { UserError } from "../../core/errors";
import { digestIn } from "../../core/release/image";
import { imageOf } from "../../core/release/revision";
import type { Sight } from "../../core/release/status";
import type { Aws } from "./aws";
import type { Subject } from "./context";
import { findImage } from "./images";
import { readHolder } from "./lock";
import { newestRevision, readParameter, readRevision, readService } from "./service";

/** Services asked about at once: AWS throttles whoever asks about hundreds. */
const atOnce = 5;

export async function look(aws: Aws, subjects: readonly Subject[]): Promise<readonly Sight[]> {
  const sights: Sight[] = [];
  for (let first = 0; first < subjects.length; first += atOnce)
    sights.push(...(await Promise.all(subjects.slice(first, first + atOnce).map((subject) => lookAt(aws, subject)))));
  return sights;
}

async function lookAt(aws: Aws, subject: Subject): Promise<Sight> {
  const { service, lock: place } = subject;
  const here = { ...subject, aws };
  const [parameter, lock, ecs] = await Promise.all([
    readParameter(here),
    readHolder({ aws, place }),
    readService(here),
  ]);
  const seen = { service: service.name, parameter, lock };
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
      tags: digest === undefined ? undefined : await tagsOf(here, digest),
      tasks: deployments.reduce((sum, { running }) => sum + running, 0),
      desired,
      deployments,
      since: ecs.since?.toISOString(),
    },
  };
}

async function tagsOf(place: Parameters<typeof findImage>[0], digest: string): Promise<readonly string[] | undefined> {
  try {
    return (await findImage(place, { digest })).tags;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
