/** Messages of releases. */
import type { DeliveryRole } from "../naming/names";
import { listed, quote } from "../document/text";
import { placeOptions, type Where } from "../environment/where";
import { UserError } from "./user-error";

export function serviceRetired(name: string, environment: string): UserError {
  return new UserError(
    `${name} is retired in ${environment}: nothing of it runs there. To have it back, take "retired" out of its entry in services.json.`,
  );
}

export function releaseUnsaid(service: string, where: Where): UserError {
  return new UserError(
    `What of ${service} is to be released? Give one of --image <tag>, --redeploy and --rollback; ` +
      `\`smart360 ship status ${service}${placeOptions(where)}\` tells what runs.`,
  );
}

export function releaseServiceUnsaid(): UserError {
  return new UserError("Which service? Give its name: smart360 ship <service> --image <tag>.");
}

export function releaseAmbiguous(options: readonly string[]): UserError {
  return new UserError(`${listed(options)} do not go together. Give one of them.`);
}

export function optionNeeds(option: string, needed: string): UserError {
  return new UserError(`${option} is of use with ${needed} only. Add ${needed}, or leave ${option} out.`);
}

/** Why an option is refused; the argument parser puts the option before it. */
export function noRevisionNumber(value: string): string {
  return `${quote(value)} is no revision: give its number, such as 12.`;
}

export function noMinutes(value: string): string {
  return `${quote(value)} is no whole number of minutes from 1 to 240.`;
}

/** What a command looks for in the local AWS, which the offline provider does not make. */
export type Lacking = "services" | "status" | "frontend" | "secrets";

const lacking: Readonly<Record<Lacking, string>> = {
  services:
    "There is nothing to release to: the offline provider starts no service (`smart360 up --provider real` starts them in the local AWS).",
  status:
    "There is nothing to look at: the offline provider starts no service (`smart360 up --provider real` starts them in the local AWS).",
  frontend:
    "There is nothing to release to: the offline provider makes no bucket for the frontend (`smart360 up --provider real` makes it in the local AWS).",
  secrets:
    "There are no secrets here: the offline provider makes none (`smart360 up --provider real` makes them in the local AWS).",
};

export function lacksOffline(what: Lacking): UserError {
  return new UserError(lacking[what]);
}

export function imageUnreadable(image: string): UserError {
  return new UserError(
    `--image is ${quote(image)}; it must be a tag such as build-42, a digest (sha256: and 64 hexadecimal digits), or the URI of an image.`,
  );
}

export function imageElsewhere(image: string, repository: string): UserError {
  return new UserError(
    `--image is ${image}, which is not in the service's repository. Push it to ${repository}, or give its tag there.`,
  );
}

export function runningImageUnknown(service: string, image: string, repository: string): UserError {
  return new UserError(
    `A task definition of ${service} names the image ${quote(image)}, which is none by digest in ${repository}. ` +
      "Release one: --image <tag>. Nothing was done.",
  );
}

export function imageMissing(image: string, repository: string): UserError {
  return new UserError(
    `There is no image ${image} in the repository ${repository}. Push it first, or correct --image. Nothing was done.`,
  );
}

export function repositoryMissing(repository: string): UserError {
  return new UserError(`There is no repository ${repository}. Apply the stack \`registry\` first.`);
}

export function findingsRefused(image: string, findings: string, limit: string): UserError {
  return new UserError(
    `${image} is not released: ECR's scan has ${findings}, and ${limit} ones are refused. Nothing was done. ` +
      "Mend the image; or change delivery.refusedFindings in the environment file, for all to see.",
  );
}

/** An image whose findings are not known. */
export interface Unscanned {
  /** `build-42 (sha256:0123456789ab)` */
  readonly image: string;
  readonly repository: string;
  readonly digest: string;
}

const ofImage = ({ repository, digest }: Unscanned) =>
  `--repository-name ${repository} --image-id imageDigest=${digest}`;

export function scanMissing(unscanned: Unscanned, minutes: number): UserError {
  return new UserError(
    `${unscanned.image} is not released: ECR has no scan of it, ${minutes} minutes after it was asked for one. Scanning on ` +
      "push is on, so the image was pushed before that, or ECR is late. Nothing was done. Start a scan, then repeat: " +
      `aws ecr start-image-scan ${ofImage(unscanned)}`,
  );
}

export function scanSwitchedOff(unscanned: Unscanned): UserError {
  return new UserError(
    `${unscanned.image} is not released: ECR has no scan of it, as scanning on push is off for ${unscanned.repository}. ` +
      "Nothing was done. Apply the stack `registry`, which switches it on; start a scan, then repeat: " +
      `aws ecr start-image-scan ${ofImage(unscanned)}`,
  );
}

export function scanUnderWay(unscanned: Unscanned, minutes: number): UserError {
  return new UserError(
    `${unscanned.image} is not released: ECR's scan of it is not over after ${minutes} minutes. Nothing was done. ` +
      `Wait for it, then repeat: aws ecr wait image-scan-complete ${ofImage(unscanned)}`,
  );
}

/** @param status ECR's own, with what it says of it */
export function scanFailed(unscanned: Unscanned, status: string): UserError {
  return new UserError(
    `${unscanned.image} is not released: ECR could not scan it (${status}). Nothing was done. ` +
      `Try once more (aws ecr start-image-scan ${ofImage(unscanned)}), or build it on an image that ECR can scan.`,
  );
}

export function indexNotScanned(image: string): UserError {
  return new UserError(
    `${image} is not released: it is an index of images, built for several platforms or with an attestation, and ECR tells no ` +
      "findings of an index. Nothing was done. Push one image alone: docker build --platform linux/amd64 --provenance=false.",
  );
}

/** @param revision whose image it is */
export function releasedImageGone(service: string, image: string, revision: number): UserError {
  return new UserError(
    `The image ${image} of revision ${revision} of ${service} is not in ECR any more: it was deleted, or has expired. ` +
      "Nothing was done. Release another one: --image <tag>, or --rollback --to <revision>.",
  );
}

export function imageParameterMissing(parameter: string): UserError {
  return new UserError(`There is no parameter ${parameter}. Apply the stack \`registry\` first.`);
}

export function serviceNotDeployed(service: string, ecsService: string, where: Where): UserError {
  return new UserError(
    `ECS has no service ${ecsService}. For its first release: smart360 ship ${service} --first --image <tag>${placeOptions(where)}, ` +
      `then apply the stack service-${service}. Nothing was done.`,
  );
}

export function serviceRunsAlready(service: string, ecsService: string, where: Where): UserError {
  return new UserError(
    `ECS runs ${ecsService} already: --first is for services that are not there yet. ` +
      `Leave it out: smart360 ship ${service} --image <tag>${placeOptions(where)}. Nothing was done.`,
  );
}

export function containerMissing(family: string, revision: number, container: string): UserError {
  return new UserError(
    `Revision ${revision} of ${family} has no container ${quote(container)}. Apply the service's stack, which writes one. Nothing was done.`,
  );
}

/** The newest revision is Terraform's, and the service runs an older one. */
export function templateNotRolledOut(
  service: string,
  newest: number,
  running: number,
  fields: readonly string[],
): UserError {
  const shown = fields.slice(0, 3);
  const more = fields.length > shown.length ? ` and ${fields.length - shown.length} more` : "";
  return new UserError(
    `Revision ${newest} is the newest of ${service}, but the service runs ${running}; they differ in ` +
      `${shown.join(", ")}${more}. An apply of service-${service} was not finished, or was rolled back: ` +
      "apply that stack again, then release. Nothing was done.",
  );
}

export function deregisteredRevisionRuns(service: string, running: number, newest: number): UserError {
  return new UserError(
    `${service} runs revision ${running}, which somebody deregistered; the newest active one is ${newest}. ` +
      `Apply the stack service-${service}, then release. Nothing was done.`,
  );
}

/** @param later revisions with another image, the newest first */
export function noEarlierImage(service: string, later: readonly number[]): UserError {
  const [newest] = later;
  return new UserError(
    `No active revision of ${service} from before the image that runs has another one: there is nothing to roll back to. ` +
      (newest === undefined
        ? "Release an image instead: --image <tag>. Nothing was done."
        : `Later ones have: revision ${later.join(", ")}. Name one: --rollback --to ${newest}. Nothing was done.`),
  );
}

export function rollbackRevisionUnknown(service: string, revision: number, family: string): UserError {
  return new UserError(
    `${service} has no revision ${revision}. Which there are: ` +
      `aws ecs list-task-definitions --family-prefix ${family} --sort DESC. Nothing was done.`,
  );
}

export function rollbackRevisionFailed(service: string, revision: number): UserError {
  return new UserError(
    `Revision ${revision} of ${service} was deregistered: its release failed. Give another one. Nothing was done.`,
  );
}

export function rollbackRunsAlready(service: string, revision: number): UserError {
  return new UserError(
    `${service} already runs the image of revision ${revision}. For new tasks with it: --redeploy. Nothing was done.`,
  );
}

export interface LockFacts {
  /** The state that is locked. */
  readonly stack: string;
  /** Who holds it, since when. */
  readonly holder: string;
  readonly id: string;
  /** The process that took it has ended, as far as this machine knows. */
  readonly isDead: boolean;
}

export function stateLocked({ stack, holder, id, isDead }: LockFacts): UserError {
  const dead = isDead ? "That process does not run any more: it was killed." : "Wait until it is done.";
  return new UserError(
    `${stack} is locked by ${holder}. ${dead} ` +
      `To break the lock of a dead holder, repeat the command with --break-lock ${id} ` +
      `(or: terraform force-unlock ${id}, in cdktf.out/stacks/${stack}). Nothing was done.`,
  );
}

export function lockUnreadable(stack: string): UserError {
  return new UserError(
    `${stack} is locked, but its lock cannot be read. Run the command again; if that does not help, ` +
      `\`terraform plan\` in cdktf.out/stacks/${stack} tells who holds it. Nothing was done.`,
  );
}

export function otherLock(stack: string, asked: string, holder: string, found: string): UserError {
  return new UserError(
    `--break-lock names ${asked}, but ${stack} is locked by ${holder} as ${found}. Nothing was done.`,
  );
}

export function backendMissing(bucket: string, table: string, environment: string): UserError {
  return new UserError(
    `The state bucket ${bucket} or its lock table ${table} does not exist. Run \`smart360 bootstrap -e ${environment}\` first. Nothing was done.`,
  );
}

/** @param role that may; undefined where none of the stack `delivery` may, or the stack cannot be there yet */
export function permissionMissing(
  action: string,
  resource: string | undefined,
  role: DeliveryRole | undefined,
): UserError {
  return new UserError(
    `These credentials may not call ${action}${resource === undefined ? "" : ` on ${resource}`}. ` +
      (role === undefined ? "Allow them that." : `Use the role \`${role}\` (stack \`delivery\`), or allow them that.`),
  );
}

/** S3 answers so for what may not be read, and to whoever may not list the bucket for what is not there, too. */
export function objectUnreadable(bucket: string, key: string): UserError {
  return new UserError(
    `S3 denies ${key} in the bucket ${bucket}. Either these credentials may not read it (s3:GetObject, kms:Decrypt), or it ` +
      "is not there and they may not be told so (s3:ListBucket). Use the role `release` (stack `delivery`), or allow them both.",
  );
}

export function clockIsWrong(call: string, reason: string): UserError {
  return new UserError(
    `AWS did not accept the time of this machine for ${call}: ${reason} Set its clock (NTP), then repeat the command.`,
  );
}

export function credentialsExpired(call: string, reason: string): UserError {
  return new UserError(
    `The credentials were not accepted for ${call}: ${reason} Sign in again and repeat the command.`,
  );
}
