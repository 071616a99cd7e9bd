/** What ECR's scan of an image found, and whether that keeps it from being released. */
import type { ImageScanStatus } from "@aws-sdk/client-ecr";
import {
  findingsRefused,
  indexNotScanned,
  scanFailed,
  scanMissing,
  scanSwitchedOff,
  scanUnderWay,
} from "../../core/errors";
import { judge, type Findings } from "../../core/release/findings";
import { describeImage, type Image } from "../../core/release/image";
import { hasCode } from "../aws/aws";
import { poll } from "../aws/poll";
import type { Release } from "./context";

/** Longest wait for a scan that is under way. */
const scanSeconds = 300;
/** Longest wait for one that is to begin: right after a push ECR knows of none. */
const beginSeconds = 120;

type Scan = Pick<ImageScanStatus, "status" | "description"> & { readonly counts: Findings };

/**
 * What ECR's scan found, in words; waits for a scan that is to begin or is under way.
 * @throws {UserError} when it found what the environment refuses, or when there is none
 */
export async function checkFindings(release: Release, image: Image): Promise<string> {
  const { refusedFindings } = release.environment.delivery;
  if (refusedFindings === "none") return "findings not looked at (delivery.refusedFindings)";
  const { counts } = await awaitScan(release, image);
  const { isRefused, text } = judge(counts, refusedFindings);
  if (isRefused) {
    const limit = refusedFindings === "critical" ? refusedFindings : `${refusedFindings} and worse`;
    throw findingsRefused(describeImage(image), text, limit);
  }
  return text;
}

async function awaitScan(release: Release, image: Image): Promise<Scan> {
  const { clock, report, signal } = release;
  const unscanned = { image: describeImage(image), repository: release.repository.name, digest: image.digest };
  const begun = clock.elapsedSeconds();
  const scan = await poll(release, { forSeconds: scanSeconds, signal }, async () => {
    const found = await readScan(release, image);
    if (found === undefined) {
      if (image.isIndex) throw indexNotScanned(unscanned.image);
      if (!(await scansOnPush(release))) throw scanSwitchedOff(unscanned);
      if (clock.elapsedSeconds() - begun >= beginSeconds) throw scanMissing(unscanned, beginSeconds / 60);
      report.progress("Image", "waiting for ECR to scan it");
      return undefined;
    }
    if (found.status !== "PENDING" && found.status !== "IN_PROGRESS") return found;
    report.progress("Image", "ECR scans it");
    return undefined;
  });
  if (scan === undefined) throw scanUnderWay(unscanned, scanSeconds / 60);
  // ACTIVE: Amazon Inspector scans it continuously.
  if (scan.status === "COMPLETE" || scan.status === "ACTIVE") return scan;
  if (image.isIndex) throw indexNotScanned(unscanned.image);
  const { status = "no status", description = "" } = scan;
  throw scanFailed(unscanned, description === "" ? status : `${status}: ${description.replace(/\.$/, "")}`);
}

/** Undefined where there is no scan. */
async function readScan({ aws, repository }: Release, { digest }: Image): Promise<Scan | undefined> {
  const imageId = { imageDigest: digest };
  try {
    const answer = await aws.ecr.describeImageScanFindings({ repositoryName: repository.name, imageId, maxResults: 1 });
    return { ...answer.imageScanStatus, counts: answer.imageScanFindings?.findingSeverityCounts ?? {} };
  } catch (error) {
    if (hasCode(error, "ScanNotFoundException")) return undefined;
    throw error;
  }
}

async function scansOnPush({ aws, repository }: Release): Promise<boolean> {
  const { repositories } = await aws.ecr.describeRepositories({ repositoryNames: [repository.name] });
  return repositories?.[0]?.imageScanningConfiguration?.scanOnPush === true;
}
