/** Reads what users get of the frontend. */
import type { Environment } from "../../core/environment/schema";
import { UserError } from "../../core/errors";
import { hasExpired, readLock } from "../../core/frontend/lock";
import { lockKey, pageKey, readRecord, recordKey } from "../../core/frontend/release";
import type { FrontendSight } from "../../core/frontend/sight";
import { AwsFailure, type Aws } from "../aws/aws";
import { findPlace, readText } from "./place";

/** What hinders it is told, and hides nothing else. */
export async function lookAtFrontend(
  { s3 }: Pick<Aws, "s3">,
  environment: Environment,
  now: Date,
): Promise<FrontendSight | { readonly problem: string }> {
  try {
    const { bucket } = await findPlace({ s3 }, environment);
    const [page, lockText] = await Promise.all([readText(s3, bucket, pageKey), readText(s3, bucket, lockKey)]);
    const live = page?.metadata["release"];
    const record = live === undefined ? undefined : await readText(s3, bucket, recordKey(live));
    const lock = readLock(lockText?.text ?? "");
    return {
      live,
      since: page?.lastModified?.toISOString(),
      shippedBy: readRecord(record?.text ?? "")?.shippedBy,
      lock: hasExpired(lock, now) ? undefined : lock,
    };
  } catch (error) {
    if (error instanceof UserError || error instanceof AwsFailure) return { problem: error.message };
    throw error;
  }
}
