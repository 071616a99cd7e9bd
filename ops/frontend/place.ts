/** Where the frontend lies: its bucket and its distribution, as the state of `edge` tells. */
import { z } from "zod";
import type { Environment } from "../../core/environment/schema";
import { edgeNotApplied, objectUnreadable } from "../../core/errors";
import { names } from "../../core/naming/names";
import { hasCode, type Aws } from "../aws/aws";

export interface Place {
  readonly bucket: string;
  readonly distribution: string;
}

const output = z.object({ value: z.string() });
const state = z.object({ outputs: z.object({ frontend_bucket_name: output, distribution_id: output }) });

/** @throws {UserError} when the stack is not applied */
export async function findPlace({ s3 }: Pick<Aws, "s3">, environment: Environment): Promise<Place> {
  const Key = names.stateKey(environment, "edge");
  const text = await readText(s3, names.stateBucket(environment), Key);
  const outputs = text === undefined ? undefined : state.safeParse(JSON.parse(text.text)).data?.outputs;
  if (outputs === undefined) throw edgeNotApplied(environment.name);
  return { bucket: outputs.frontend_bucket_name.value, distribution: outputs.distribution_id.value };
}

export interface Text {
  readonly text: string;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModified: Date | undefined;
}

/** An object as text; undefined where there is none. */
export async function readText(s3: Aws["s3"], bucket: string, key: string): Promise<Text | undefined> {
  try {
    const { Body, ETag = "", Metadata = {}, LastModified } = await s3.getObject({ Bucket: bucket, Key: key });
    const text = (await Body?.transformToString("utf8")) ?? "";
    return { text, etag: ETag, metadata: Metadata, lastModified: LastModified };
  } catch (error) {
    if (hasCode(error, "NoSuchKey", "NoSuchBucket", "NotFound")) return undefined;
    throw hasCode(error, "AccessDenied") ? objectUnreadable(bucket, key) : error;
  }
}
