/** Takes back what a release did that did not succeed: the service as it was, its revision deregistered. */
import { revisionNumber, type Revision } from "../../core/release/revision";
import type { Release } from "./context";
import type { StepFailure } from "./step-failure";
import { follow, update } from "./rollout";
import { activeRevisions, readService, type EcsService } from "./service";

const step = "Undo";

/** What it comes to, in words; never throws: whatever could not be done, the next release does. */
export async function undo(
  release: Release,
  failure: StepFailure,
  revision: Revision,
  previous: Revision,
): Promise<string> {
  try {
    return await takeBack(release, failure, revision, previous);
  } catch (error) {
    return (
      `This could not be taken back: ${(error as Error).message}\n` +
      "Repeat the command: it begins with what is left over."
    );
  }
}

async function takeBack(release: Release, { outcome }: StepFailure, revision: Revision, previous: Revision) {
  const { aws, report, service } = release;
  const ecs = await readService(release);
  const isPointedAt = ecs?.taskDefinition === revision.arn;
  if (isPointedAt && outcome === "superseded")
    return `${service.name} goes on with revision ${revision.number} in another deployment, which the next release looks after.`;
  const runs = isPointedAt
    ? await putBack(release, ecs, outcome, revision, previous)
    : describe(service.name, ecs, previous);
  const now = await readService(release);
  if (now?.taskDefinition === revision.arn)
    return (
      `${service.name} could not be put back to revision ${previous.number}: ECS went back to revision ${revision.number}, ` +
      "which it runs. The parameter is as it was.\nRepeat the command: it begins with what is left over."
    );
  // Under the lock every revision since is this release's own: one whose answer was lost has a second.
  const since = (await activeRevisions(release)).filter((arn) => revisionNumber(arn) > previous.number);
  for (const taskDefinition of outcome === "superseded" ? [revision.arn] : since)
    await aws.ecs.deregisterTaskDefinition({ taskDefinition });
  report.line(step, `revision ${revision.number} deregistered`);
  return `${runs} Revision ${revision.number} is deregistered, the parameter is as it was.`;
}

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
