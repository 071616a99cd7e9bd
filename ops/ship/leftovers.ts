/** Brings a service to rest before a release: finishes or clears what a killed one left. */
import { containerMissing, serviceNotDeployed } from "../../core/errors";
import { shortImage } from "../../core/release/ending";
import { releaseTag, shortDigest } from "../../core/release/image";
import { leftover, type Leftover, type Standing } from "../../core/release/leftovers";
import { imageOf } from "../../core/release/revision";
import { StepFailure } from "../aws/step-failure";
import type { Release } from "./context";
import { findImage, tagImage } from "./images";
import { awaitLeftMigrations } from "./migration";
import { awaitDeployment, checkTargets } from "./rollout";
import { newestRevision, readParameter, readRevision, readService, writeParameter, type EcsService } from "./service";

export interface AtRest extends Standing {
  readonly ecs: EcsService;
}

const step = "Left over";

export async function bringToRest(release: Release): Promise<AtRest> {
  const { service, ecsService, repository } = release;
  let standing = await read(release);
  await awaitLeftMigrations(release);
  for (;;) {
    const left = leftover(standing, repository);
    if (left === undefined || !(await clear(release, left, standing))) break;
    standing = await read(release);
  }
  if (imageOf(standing.newest, service.name) === undefined)
    throw containerMissing(ecsService, standing.newest.number, service.name);
  return standing;
}

/** Whether it is cleared: what is not does not keep the next release off. */
async function clear(release: Release, left: Leftover, standing: Standing): Promise<boolean> {
  const { aws, report } = release;
  switch (left.kind) {
    case "deployment":
      report.line(step, `deployment ${left.id} is under way already: waiting for its end`);
      await awaitDeployment(release, step, left.id);
      return true;
    case "revision":
      await aws.ecs.deregisterTaskDefinition({ taskDefinition: left.revision.arn });
      report.line(step, `revision ${left.revision.number} of a killed release: deregistered`);
      return true;
    case "parameter":
      return finish(release, left.digest, standing);
  }
}

/** Does what the killed release had left to do: its health check too, as ECS's own word was not enough for it. */
async function finish(release: Release, digest: string, { running, parameter }: Standing): Promise<boolean> {
  const { report } = release;
  const revision = `revision ${running.number} of a killed release`;
  const leave = (why: string) => {
    report.line(step, `${revision} is not taken over: ${why}`);
    report.line(step, `the parameter goes on naming ${shortImage(parameter)}`);
    return false;
  };
  try {
    await checkTargets(release, step, running.arn);
  } catch (error) {
    if (error instanceof StepFailure && error.outcome === "failed") return leave(error.message);
    throw error;
  }
  const image = await findImage(release, { digest });
  if (image === undefined) return leave(`its image ${shortDigest(digest)} is not in ECR any more.`);
  await tagImage(release, image, releaseTag({ revision: running.number }));
  await writeParameter(release, image);
  // Of a parameter that somebody wrote past the lock it looks the same: what it named is not to be lost.
  report.line(
    step,
    `${revision}: finished (${shortDigest(image.digest)}); the parameter named ${shortImage(parameter)}`,
  );
  return true;
}

async function read(release: Release): Promise<AtRest> {
  const { service, ecsService } = release;
  const parameter = await readParameter(release);
  const ecs = await readService(release);
  if (ecs === undefined) throw serviceNotDeployed(service.name, ecsService, release.where);
  const running = await readRevision(release, ecs.taskDefinition);
  const newest = await newestRevision(release);
  if (running === undefined || newest === undefined)
    throw new StepFailure("failed", `ECS does not describe revision ${ecs.taskDefinition} of ${ecsService}.`);
  return { service: service.name, ecs, newest, running, deployments: ecs.deployments, parameter };
}
