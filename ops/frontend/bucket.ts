/** The frontend's bucket: what lies in it, and the few ways in which a release changes it. */
import { lookup, contentType } from "mime-types";
import { frontendBucketMissing, frontendChangedMeanwhile } from "../../core/errors";
import {
  encodePath,
  owedKey,
  owedPrefix,
  ownPrefix,
  pageKey,
  readOwed,
  readRecord,
  recordKey,
  recordPrefix,
  type FrontendRelease,
  type ReleasedFile,
} from "../../core/frontend/release";
import type { Stored } from "../../core/frontend/plan";
import { AwsFailure, hasCode, type Aws } from "../aws/aws";
import { readText } from "./place";

/** Under a name with a hash the content never changes. */
const forEver = "public, max-age=31536000, immutable";
/** Kept, but asked about before each use. */
const askAlways = "no-cache";

export interface Bucket {
  readonly s3: Aws["s3"];
  readonly name: string;
}

/** What CloudFront has still to be told of. */
export interface Owed {
  /** Of the note. */
  readonly key: string;
  readonly paths: readonly string[];
}

export interface Contents {
  readonly stored: Stored;
  /** Records of releases, whole ones only: each is written when all of its files lie there. */
  readonly releases: readonly FrontendRelease[];
  /** Id of the release that users get; none when no release put the page. */
  readonly liveId: string | undefined;
  readonly live: FrontendRelease | undefined;
  /** Of the page that users get. */
  readonly pageTag: string | undefined;
  /** When somebody put a page that is of no release; undefined where that is not so. */
  readonly foreignSince: Date | undefined;
  /** Of releases that were cut off. */
  readonly owed: readonly Owed[];
}

export async function readContents(bucket: Bucket): Promise<Contents> {
  const listed = await listAll(bucket);
  const read = (prefix: string) =>
    Promise.all(
      [...listed.keys()]
        .filter((key) => key.startsWith(prefix))
        .map(async (key) => ({ key, text: (await readText(bucket.s3, bucket.name, key))?.text ?? "" })),
    );
  const releases = (await read(recordPrefix)).flatMap(({ text }) => readRecord(text) ?? []);
  const owed = (await read(owedPrefix)).map(({ key, text }) => ({ key, paths: readOwed(text) }));
  const page = await readText(bucket.s3, bucket.name, pageKey);
  const liveId = page?.metadata["release"];
  return {
    stored: new Map([...listed].filter(([key]) => !key.startsWith(ownPrefix))),
    releases,
    liveId,
    live: releases.find(({ id }) => id === liveId),
    pageTag: page?.etag,
    foreignSince: page !== undefined && liveId === undefined ? (page.lastModified ?? new Date(0)) : undefined,
    owed,
  };
}

async function listAll({ s3, name }: Bucket): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await s3
      .listObjectsV2({ Bucket: name, ...(token === undefined ? {} : { ContinuationToken: token }) })
      .catch((error: unknown) => {
        throw hasCode(error, "NoSuchBucket") ? frontendBucketMissing(name) : error;
      });
    for (const { Key = "", ETag = "" } of page.Contents ?? []) found.set(Key, ETag.replaceAll('"', ""));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

export async function upload({ s3, name }: Bucket, { path, key }: ReleasedFile, bytes: Buffer): Promise<void> {
  const headers = { CacheControl: forEver, ContentType: typeOf(path) };
  await s3.putObject({ Bucket: name, Key: key, Body: bytes, ...headers });
}

/** Gives the file's fixed name the content that its name with the hash has. */
export async function copyToFixedName({ s3, name }: Bucket, { path, key }: ReleasedFile): Promise<void> {
  await s3.copyObject({
    Bucket: name,
    Key: path,
    CopySource: `${name}/${encodePath(key)}`,
    MetadataDirective: "REPLACE",
    CacheControl: askAlways,
    ContentType: typeOf(path),
  });
}

export async function putRecord({ s3, name }: Bucket, release: FrontendRelease): Promise<void> {
  const Body = JSON.stringify(release);
  await s3.putObject({ Bucket: name, Key: recordKey(release.id), Body, ContentType: "application/json" });
}

/** Notes that CloudFront has to be told of paths, so that whoever comes next does if this release does not. */
export async function putOwed({ s3, name }: Bucket, id: string, paths: readonly string[]): Promise<void> {
  const Body = JSON.stringify(paths);
  await s3.putObject({ Bucket: name, Key: owedKey(id), Body, ContentType: "application/json" });
}

/**
 * The switch: one object, put in one step, and only over the page that was there when the release began. From then on
 * users get the release.
 */
export async function putPage(bucket: Bucket, release: FrontendRelease, before: string | undefined): Promise<void> {
  try {
    await bucket.s3.putObject({
      Bucket: bucket.name,
      Key: pageKey,
      Body: release.page,
      CacheControl: askAlways,
      ContentType: "text/html; charset=utf-8",
      Metadata: { release: release.id },
      ...(before === undefined ? { IfNoneMatch: "*" } : { IfMatch: before }),
    });
  } catch (error) {
    // Of a try whose answer got lost, the repetition finds the page that it put itself.
    if ((await liveId(bucket)) === release.id) return;
    throw hasCode(error, "PreconditionFailed", "ConditionalRequestConflict") ? frontendChangedMeanwhile() : error;
  }
}

export const liveId = async ({ s3, name }: Bucket): Promise<string | undefined> =>
  (await readText(s3, name, pageKey))?.metadata["release"];

/** S3 takes a thousand keys in one call. */
const deletedAtOnce = 1000;

export async function deleteAll({ s3, name }: Bucket, keys: readonly string[]): Promise<void> {
  for (let first = 0; first < keys.length; first += deletedAtOnce) {
    const Objects = keys.slice(first, first + deletedAtOnce).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.deleteObjects({ Bucket: name, Delete: { Objects, Quiet: true } });
    const [failed] = Errors;
    if (failed !== undefined)
      throw new AwsFailure(failed.Code ?? "", `S3 did not delete ${failed.Key}: ${failed.Message}`);
  }
}

/** `text/javascript; charset=utf-8` */
function typeOf(path: string): string {
  const type = lookup(path);
  return (type === false ? false : contentType(type)) || "application/octet-stream";
}
