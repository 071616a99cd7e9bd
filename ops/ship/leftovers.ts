/** Brings a service to rest before a release: finishes or clears what a killed one left. */
import { containerMissing, serviceNotDeployed } from "../../core/errors";
import { releaseTag, shortDigest } from "../../core/release/image";
import { leftover, type Leftover, type Standing } from "../../core/release/leftovers";
import { imageOf } from "../../core/release/revision";
import type { Release } from "./context";
import { StepFailure } from "./step-failure";
import { findImage, tagImage } from "./images";
import { awaitLeftMigrations } from "./migration";
import { awaitDeployment } from "./rollout";
import { newestRevision, readParameter, readRevision, readService, type EcsService } from "./service";

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
    if (left === undefined) break;
    await clear(release, left, standing);
    standing = await read(release);
  }
  if (imageOf(standing.newest, service.name) === undefined)
    throw containerMissing(ecsService, standing.newest.number, service.name);
  return standing;
}

async function clear(release: Release, left: Leftover, { running }: Standing): Promise<void> {
  const { aws, report, parameter } = release;
  switch (left.kind) {
    case "deployment":
      report.line(step, `deployment ${left.id} is under way already: waiting for its end`);
      return awaitDeployment(release, step, left.id);
    case "revision":
      await aws.ecs.deregisterTaskDefinition({ taskDefinition: left.revision.arn });
      return report.line(step, `revision ${left.revision.number} of a killed release: deregistered`);
    case "parameter": {
      const image = await findImage(release, { digest: left.digest });
      await tagImage(release, image, releaseTag({ revision: running.number }));
      await aws.ssm.putParameter({ Name: parameter, Value: image.uri, Type: "String", Overwrite: true });
      return report.line(
        step,
        `revision ${running.number} of a killed release: finished (${shortDigest(image.digest)})`,
      );
    }
  }
}

async function read(release: Release): Promise<AtRest> {
  const { service, ecsService } = release;
  const parameter = await readParameter(release);
  const ecs = await readService(release);
  if (ecs === undefined) throw serviceNotDeployed(service.name, ecsService);
  const running = await readRevision(release, ecs.taskDefinition);
  const newest = await newestRevision(release);
  if (running === undefined || newest === undefined)
    throw new StepFailure("failed", `ECS does not describe revision ${ecs.taskDefinition} of ${ecsService}.`);
  return { service: service.name, ecs, newest, running, deployments: ecs.deployments, parameter };
}
