/** How an image of a service is named: `--image`, ECR, the task definition and the parameter all speak of the same one. */
import type { Environment } from "../environment/schema";
import { imageElsewhere, imageUnreadable } from "../errors";
import { names } from "../naming/names";

/** A service's own repository in ECR. */
export interface Repository {
  readonly name: string;
  /** `111122223333.dkr.ecr.us-east-1.amazonaws.com/smart360/production/billing` */
  readonly uri: string;
}

export type ImageReference = { readonly tag: string } | { readonly digest: string };

/** An image that is in the repository. */
export interface Image {
  /** `sha256:...` */
  readonly digest: string;
  readonly tags: readonly string[];
  /** By digest: what runs can never change under its name. */
  readonly uri: string;
  /** It names others, one a platform or an attestation: ECR tells no findings of it. */
  readonly isIndex: boolean;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html, as Docker narrows it. */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

export function repositoryOf(environment: Environment, service: string): Repository {
  const name = names.repository(environment, service);
  return { name, uri: `${environment.accountId}.dkr.ecr.${environment.region}.amazonaws.com/${name}` };
}

/** Reads `--image`: a tag, a digest, or the whole URI of an image in the service's repository. */
export function readImage(text: string, { uri }: Repository): ImageReference {
  const reference = withoutRepository(text, uri);
  if (digestPattern.test(reference)) return { digest: reference };
  if (tagPattern.test(reference)) return { tag: reference };
  throw imageUnreadable(text);
}

function withoutRepository(text: string, uri: string): string {
  if (!text.includes("/")) return text.startsWith("@") ? text.slice(1) : text;
  if (!text.startsWith(uri) || !/^[:@]/.test(text.slice(uri.length))) throw imageElsewhere(text, uri);
  return text.slice(uri.length + 1);
}

/** The digest of an image named by it in the repository; undefined for every other text. */
export function digestIn(repository: Repository, uri: string | undefined): string | undefined {
  if (uri === undefined || !uri.startsWith(`${repository.uri}@`)) return undefined;
  const digest = uri.slice(repository.uri.length + 1);
  return digestPattern.test(digest) ? digest : undefined;
}

export function describeReference(reference: ImageReference): string {
  return "tag" in reference ? reference.tag : shortDigest(reference.digest);
}

/** `build-42 (sha256:0123456789ab)`; the tag is the one that the build gave, where there is one. */
export function describeImage({ digest, tags }: Pick<Image, "digest" | "tags">): string {
  const tag = tagShown(tags);
  return tag === undefined ? shortDigest(digest) : `${tag} (${shortDigest(digest)})`;
}

/** The tag that people know an image by. */
export function tagShown(tags: readonly string[]): string | undefined {
  return tags.find((tag) => !tag.startsWith(releaseTagPrefix)) ?? tags.at(-1);
}

/** `sha256:0123456789ab`: enough to tell images of one repository apart. */
export const shortDigest = (digest: string) => digest.slice(0, "sha256:".length + 12);

/** ECR keeps images with a tag of this form (`modules/registry`). */
const releaseTagPrefix = "release-";

/** The tag that a release gives its image. Before the first one there is no revision to name. */
export const releaseTag = (released: { readonly revision: number } | { readonly first: string }) =>
  "first" in released
    ? `${releaseTagPrefix}first-${released.first.slice("sha256:".length, "sha256:".length + 12)}`
    : `${releaseTagPrefix}${released.revision}`;

/** The repository of ECR that an image is in, in whichever account and region; undefined for an image elsewhere. */
export function repositoryArnOf(uri: string): string | undefined {
  const found = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<name>[^:@]+)/.exec(
    uri,
  )?.groups;
  return found && `arn:aws:ecr:${found["region"]}:${found["account"]}:repository/${found["name"]}`;
}
