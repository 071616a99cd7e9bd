/** `smart360 ship <service>`: releases an image, or goes back to one. */
import { placeOptions } from "../../core/environment/where";
import { readImage, repositoryOf } from "../../core/release/image";
import type { Environment } from "../../core/environment/schema";
import { optionNeeds, releaseAmbiguous, releaseServiceUnsaid, releaseUnsaid, UserError } from "../../core/errors";
import type { Service } from "../../core/manifest/schema";
import { describeAction, type Action } from "../../core/release/action";
import { interruptedMessage, unbegunMessage, type Ending, type Outcome } from "../../core/release/ending";
import { AwsFailure, type Aws, type AwsOptions } from "../aws/aws";
import { realClock, type Clock } from "../aws/clock";
import { StepFailure } from "../aws/step-failure";
import { ExitCode, printText, type Console } from "../console";
import { stopOnInterrupt } from "../interrupts";
import { progressLine } from "../progress-line";
import { loadEnvironment, loadManifest } from "../project";
import { serviceNamed } from "../services";
import { subjectOf } from "../ship/context";
import { thisMachine } from "../ship/machine";
import { ship as release } from "../ship/release";
import { reporter } from "../ship/reporter";
import { whereOf, withAws } from "../aws/with-aws";

export interface ShipOptions {
  readonly root: string;
  readonly environment: string;
  readonly service: string | undefined;
  readonly image?: string | undefined;
  readonly first: boolean;
  readonly redeploy: boolean;
  readonly rollback: boolean;
  /** Revision whose image a rollback takes. */
  readonly to?: number | undefined;
  /** Id of a dead holder's lock. */
  readonly breakLock?: string | undefined;
  readonly timeoutMinutes: number;
  readonly offline: boolean;
  readonly json: boolean;
  readonly pollSeconds: number;
  /** @default the real one */
  readonly clock?: Clock;
  readonly onCall?: AwsOptions["onCall"];
}

const exitCodes: Readonly<Record<Outcome, number>> = {
  released: ExitCode.ok,
  unchanged: ExitCode.ok,
  idle: ExitCode.ok,
  prepared: ExitCode.ok,
  failed: ExitCode.failed,
  rolledBack: ExitCode.failed,
  superseded: ExitCode.failed,
  timedOut: ExitCode.failed,
  unknown: ExitCode.failed,
  interrupted: ExitCode.interrupted,
};

export async function ship(options: ShipOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  const manifest = loadManifest(options.root, environment);
  if (options.service === undefined) throw releaseServiceUnsaid();
  const service = serviceNamed(options.service, manifest, environment);
  const action = actionOf(options, service.name);
  // What is no image at all is refused before AWS is asked.
  if ("image" in action) readImage(action.image, repositoryOf(environment, service.name));
  const stop = stopOnInterrupt();
  try {
    const ending = await withAws({ ...options, environment, say: out.note }, (aws) =>
      run(aws, environment, service, action, options, stop.signal, out),
    );
    tell(ending, environment, service, action, options, out);
    return exitCodes[ending.outcome];
  } finally {
    stop.end();
  }
}

async function run(
  aws: Aws,
  environment: Environment,
  service: Service,
  action: Action,
  options: ShipOptions,
  signal: AbortSignal,
  out: Console,
): Promise<Ending> {
  const line = progressLine(out, options.json);
  out.note(`${environment.name}, ${service.name}: ${describeAction(action)}`);
  try {
    return await release(
      {
        ...subjectOf(environment, service),
        aws,
        environment,
        where: whereOf(options),
        clock: options.clock ?? realClock,
        machine: thisMachine(),
        report: reporter(out.note, line),
        pollSeconds: options.pollSeconds,
        timeoutSeconds: options.timeoutMinutes * 60,
        signal,
      },
      action,
      { breakLockId: options.breakLock, build: process.env["BUILD_URL"] },
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (signal.aborted) {
      return { outcome: "interrupted", message: interruptedMessage(service.name, "Nothing of it was begun.") };
    }
    if (!(error instanceof StepFailure || error instanceof AwsFailure)) throw error;
    const { outcome, message, details } = StepFailure.of(error, signal);
    return { outcome, message: unbegunMessage(service.name, message), details };
  } finally {
    line.clear();
    line.close();
  }
}

function tell(
  ending: Ending,
  environment: Environment,
  service: Service,
  action: Action,
  options: ShipOptions,
  out: Console,
): void {
  if (options.json) {
    const { message, ...facts } = ending;
    const about = { environment: environment.name, service: service.name, action: action.kind };
    out.print(JSON.stringify({ ...about, ...facts, message }, null, 2));
    return;
  }
  for (const detail of ending.details ?? []) out.print(detail);
  printText(out, ending.message);
  const { outcome, image, before } = ending;
  // By its number: without one, a rollback goes to the image before all revisions of what runs.
  if ((outcome === "released" || outcome === "idle") && before !== undefined && before.image !== image)
    out.print(
      `To go back: smart360 ship ${service.name} --rollback --to ${before.revision}${placeOptions(whereOf(options))}`,
    );
}

function actionOf(options: ShipOptions, service: string): Action {
  const { image, first, redeploy, rollback, to } = options;
  const asked = [
    ...(image === undefined ? [] : ["--image"]),
    ...(redeploy ? ["--redeploy"] : []),
    ...(rollback ? ["--rollback"] : []),
  ];
  if (asked.length > 1) throw releaseAmbiguous(asked);
  if (first && image === undefined) throw optionNeeds("--first", "--image");
  if (to !== undefined && !rollback) throw optionNeeds("--to", "--rollback");
  if (image !== undefined) return { kind: first ? "first" : "deploy", image };
  if (redeploy) return { kind: "redeploy" };
  if (rollback) return { kind: "rollback", ...(to === undefined ? {} : { to }) };
  throw releaseUnsaid(service, whereOf(options));
}
