/** A service's images in ECR. */
import { findingsRefused, imageMissing, repositoryMissing, scanMissing } from "../../core/errors";
import { judge } from "../../core/release/findings";
import { describeImage, describeReference, type Image, type ImageReference } from "../../core/release/image";
import { hasCode } from "./aws";
import { poll, type Release } from "./context";

/** Longest wait for a scan that is under way. */
const scanSeconds = 300;

/** Every form in which ECR may hold an image; without them it converts, and the digest changes. */
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** @throws {UserError} when there is no such image */
export async function findImage(
  { aws, repository }: Pick<Release, "aws" | "repository">,
  reference: ImageReference,
): Promise<Image> {
  const imageId = "tag" in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest };
  try {
    const { imageDetails } = await aws.ecr.describeImages({ repositoryName: repository.name, imageIds: [imageId] });
    const [found] = imageDetails ?? [];
    const digest = found?.imageDigest;
    if (digest === undefined) throw imageMissing(describeReference(reference), repository.uri);
    return { digest, tags: found?.imageTags ?? [], uri: `${repository.uri}@${digest}` };
  } catch (error) {
    if (hasCode(error, "ImageNotFoundException")) throw imageMissing(describeReference(reference), repository.uri);
    if (hasCode(error, "RepositoryNotFoundException")) throw repositoryMissing(repository.uri);
    throw error;
  }
}

/**
 * What ECR's scan found, in words; waits for a scan that is under way.
 * @throws {UserError} when it found what the environment refuses, or when there is no scan although there should be one
 */
export async function checkFindings(release: Release, image: Image): Promise<string> {
  const { refusedFindings } = release.environment.delivery;
  if (refusedFindings === "none") return "findings not looked at (delivery.refusedFindings)";
  const scan = await poll(release, { forSeconds: scanSeconds, signal: release.signal }, async () => {
    const found = await readScan(release, image);
    if (found.status !== "PENDING" && found.status !== "IN_PROGRESS") return found;
    release.report.progress("Image", "ECR scans it");
    return undefined;
  });
  const missing = (reason: string) => scanMissing(describeImage(image), reason, release.repository.name, image.digest);
  if (scan === undefined) throw missing("its scan goes on");
  if (scan.status === "OFF") return "not scanned: scanning is off";
  // ACTIVE: Amazon Inspector scans it continuously.
  if (scan.status !== "COMPLETE" && scan.status !== "ACTIVE") throw missing(scan.reason);
  const { isRefused, text } = judge(scan.counts, refusedFindings);
  if (isRefused) {
    const limit = refusedFindings === "critical" ? refusedFindings : `${refusedFindings} and worse`;
    throw findingsRefused(describeImage(image), text, limit);
  }
  return text;
}

async function readScan({ aws, repository }: Release, { digest }: Image) {
  const imageId = { imageDigest: digest };
  try {
    const answer = await aws.ecr.describeImageScanFindings({ repositoryName: repository.name, imageId, maxResults: 1 });
    const { status, description } = answer.imageScanStatus ?? {};
    return {
      status,
      reason: description ?? `its status is ${status}`,
      counts: answer.imageScanFindings?.findingSeverityCounts ?? {},
    };
  } catch (error) {
    if (!hasCode(error, "ScanNotFoundException")) throw error;
    const { repositories } = await aws.ecr.describeRepositories({ repositoryNames: [repository.name] });
    const isOn = repositories?.[0]?.imageScanningConfiguration?.scanOnPush === true;
    return { status: isOn ? "MISSING" : "OFF", reason: "it was pushed before scanning was switched on", counts: {} };
  }
}

/** Gives the image one more tag. Repeating it changes nothing. */
export async function tagImage(release: Release, { digest }: Image, imageTag: string): Promise<void> {
  const { aws, repository } = release;
  const repositoryName = repository.name;
  const { images } = await aws.ecr.batchGetImage({
    repositoryName,
    imageIds: [{ imageDigest: digest }],
    acceptedMediaTypes: manifestTypes,
  });
  const { imageManifest, imageManifestMediaType } = images?.[0] ?? {};
  if (imageManifest === undefined) throw imageMissing(describeReference({ digest }), repository.uri);
  try {
    await aws.ecr.putImage({ repositoryName, imageManifest, imageManifestMediaType, imageDigest: digest, imageTag });
  } catch (error) {
    // The tag is there: by an earlier, killed release of the same image, or it is another image's.
    if (!hasCode(error, "ImageAlreadyExistsException", "ImageTagAlreadyExistsException")) throw error;
    if ((await findImage(release, { tag: imageTag })).digest !== digest) throw error;
  }
}
