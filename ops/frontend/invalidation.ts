/** Tells CloudFront to forget what changed, and waits until it has. */
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import { invalidationUnconfirmed } from "../../core/errors";
import { poll } from "../aws/poll";
import type { FrontendShip } from "./context";

/** Longest wait for the edge locations, which mostly takes a minute or two. */
const waitSeconds = 30 * 60;

/** @returns the invalidation's id */
export async function invalidate(
  cloudfront: CloudFront,
  distribution: string,
  { paths, reference }: { readonly paths: readonly string[]; readonly reference: string },
): Promise<string> {
  const { Invalidation } = await cloudfront.createInvalidation({
    DistributionId: distribution,
    InvalidationBatch: { CallerReference: reference, Paths: { Quantity: paths.length, Items: [...paths] } },
  });
  return Invalidation?.Id ?? "";
}

/** @throws {Error} when CloudFront has not confirmed it in time */
export async function waitForInvalidation(ship: FrontendShip, id: string): Promise<void> {
  const { aws, place, say, signal } = ship;
  const onTrouble = (message: string) => say(`asking again: ${message}`);
  const isDone = await poll(ship, { forSeconds: waitSeconds, signal, onTrouble }, async () => {
    const { Invalidation } = await aws.cloudfront.getInvalidation({ DistributionId: place.distribution, Id: id });
    return Invalidation?.Status === "Completed" ? true : undefined;
  });
  if (isDone === undefined) throw new Error(invalidationUnconfirmed(place.distribution, id, waitSeconds / 60));
}
