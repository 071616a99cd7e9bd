/** Tells CloudFront to forget what changed, and waits until it has. */
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import type { FrontendShip } from "./context";

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

export async function waitForInvalidation(ship: FrontendShip, id: string): Promise<void> {
  const { aws, place, clock, signal, pollSeconds } = ship;
  for (;;) {
    const { Invalidation } = await aws.cloudfront.getInvalidation({ DistributionId: place.distribution, Id: id });
    if (Invalidation?.Status === "Completed") return;
    await clock.wait(pollSeconds, signal);
  }
}
