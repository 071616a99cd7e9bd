/** Messages of releases of the frontend. */
import { listed, quote } from "../document/text";
import { placeOptions, type Where } from "../environment/where";
import { UserError } from "./user-error";

export function frontendActionUnsaid(): UserError {
  return new UserError(
    "What of the frontend is to be released? Give --dir <build>, or --rollback; --list tells which releases there are.",
  );
}

/** Why an option is refused; the argument parser puts the option before it. */
export function noReleaseCount(value: string): string {
  return `${quote(value)} is no number of releases: give a whole number from 2 to 50.`;
}

export function buildFolderMissing(folder: string): UserError {
  return new UserError(`There is no folder ${folder}. Build the frontend first, or correct --dir.`);
}

export function pageMissing(folder: string): UserError {
  return new UserError(`${folder} has no index.html: it is not a build of the frontend. Correct --dir.`);
}

export function pageEmpty(folder: string): UserError {
  return new UserError(`${folder}/index.html is empty: users would see nothing. Build the frontend again.`);
}

export function assetsMissing(paths: readonly string[]): UserError {
  return new UserError(
    `index.html names ${some(paths)}, which the build does not hold: users would see a blank page. Build it again, ` +
      "for the path / (Vite: base); name what lies elsewhere by its whole address (https://...). Nothing was uploaded.",
  );
}

export function sourceNamed(paths: readonly string[]): UserError {
  return new UserError(
    `index.html names ${some(paths)}, which is source that no browser can run: this is no build. ` +
      "Give the folder that the build writes (Vite: dist). Nothing was uploaded.",
  );
}

export function sourceMapsRefused(paths: readonly string[]): UserError {
  return new UserError(
    `The build holds source maps, which show everybody the source: ${some(paths)}. ` +
      "Build without them (Vite: build.sourcemap false), or give --allow-source-maps. Nothing was uploaded.",
  );
}

export function secretsRefused(paths: readonly string[]): UserError {
  return new UserError(
    `The build holds what is not for everybody to read: ${some(paths)}. ` +
      "Leave it out of the build; for a file that is meant to be public: --allow-file <path>. Nothing was uploaded.",
  );
}

export function reservedFolderRefused(paths: readonly string[]): UserError {
  return new UserError(
    `The build holds ${some(paths)}; that folder is where the releases are noted. Rename it. Nothing was uploaded.`,
  );
}

/** @param target where the link leads, with what is wrong about that */
export function linkRefused(path: string, target: string): UserError {
  return new UserError(
    `${path} in the build is a link to ${target}. Put there what it stands for, or take it out. Nothing was uploaded.`,
  );
}

/** @param kind `a named pipe` */
export function noFile(path: string, kind: string): UserError {
  return new UserError(`${path} in the build is ${kind}, not a file. Take it out of the build. Nothing was uploaded.`);
}

export function edgeNotApplied(environment: string): UserError {
  return new UserError(
    `The stack edge of ${environment} is not applied: there is no bucket to ship to. Apply it first, then repeat.`,
  );
}

export function frontendBucketMissing(bucket: string): UserError {
  return new UserError(`There is no bucket ${bucket}, though the state of edge names it. Apply the stack edge again.`);
}

export function hashReused(path: string, release: string): UserError {
  return new UserError(
    `${path} has another content than in release ${release}, though browsers keep a file of that name for a year. ` +
      "Build with a hash of the content in the name. Nothing was uploaded.",
  );
}

export function frontendLocked(holder: string, expires: string): UserError {
  return new UserError(
    `The frontend is being released by ${holder}. Wait until that is done; ` +
      `if it was killed, its lock ends at ${expires}. Nothing was done.`,
  );
}

/** The reason why a release stopped; what users see is told after it. */
export function frontendLockLost(holder: string): string {
  return `The lock of the frontend was taken over by ${holder}: this release had not said for minutes that it is alive.`;
}

/** The reason why waiting for CloudFront ended. */
export function invalidationUnconfirmed(distribution: string, id: string, minutes: number): string {
  return (
    `CloudFront has not confirmed invalidation ${id} within ${minutes} minutes. ` +
    `Ask it later: aws cloudfront get-invalidation --distribution-id ${distribution} --id ${id}`
  );
}

export function noFrontendReleaseBefore(where: Where): UserError {
  return new UserError(
    `There is no release of the frontend before the live one; \`smart360 ship frontend --list${placeOptions(where)}\` tells which are kept, and --to ` +
      "names one. Nothing was done.",
  );
}

/** @param since when the page was put there */
export function frontendPageForeign(since: string, known: readonly string[]): UserError {
  const kept = known.length === 0 ? "No release is kept; ship a build: --dir <build>" : `Kept are ${listed(known)}`;
  return new UserError(
    `No release is live: somebody else put index.html, ${since}. Say which one to go back to: --to <release>. ${kept}. Nothing was done.`,
  );
}

export function frontendReleaseUnknown(id: string, known: readonly string[]): UserError {
  const kept = known.length === 0 ? "None is kept" : `Kept are ${listed(known)}`;
  return new UserError(`There is no release ${quote(id)} of the frontend. ${kept}. Nothing was done.`);
}

export function frontendReleaseLive(id: string): UserError {
  return new UserError(`Release ${id} is live already. Nothing was done.`);
}

export function frontendReleaseIncomplete(id: string, paths: readonly string[]): UserError {
  return new UserError(
    `Release ${id} cannot be gone back to: the bucket does not hold its ${some(paths)} any more. Ship its build again. Nothing was done.`,
  );
}

export function frontendChangedMeanwhile(): UserError {
  return new UserError(
    "Somebody else changed index.html during this release, which left it as it is: users see that one. " +
      "Find out who puts it beside `smart360 ship frontend` (`--list` tells whether a release did), then repeat.",
  );
}

const shown = 5;

function some(paths: readonly string[]): string {
  const more = paths.length > shown ? ` and ${paths.length - shown} more` : "";
  return more === "" ? listed(paths) : `${paths.slice(0, shown).join(", ")}${more}`;
}
