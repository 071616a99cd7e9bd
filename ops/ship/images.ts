/** A service's images in ECR. */
import { imageMissing, repositoryMissing } from "../../core/errors";
import { describeReference, type Image, type ImageReference } from "../../core/release/image";
import { hasCode } from "../aws/aws";
import type { Release } from "./context";

/** Every form in which ECR may hold an image; without them it converts, and the digest changes. */
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Undefined when there is no such image. @throws {UserError} when there is no repository */
export async function findImage(
  { aws, repository }: Pick<Release, "aws" | "repository">,
  reference: ImageReference,
): Promise<Image | undefined> {
  const imageId = "tag" in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest };
  try {
    const { imageDetails } = await aws.ecr.describeImages({ repositoryName: repository.name, imageIds: [imageId] });
    const [found] = imageDetails ?? [];
    const digest = found?.imageDigest;
    if (digest === undefined) return undefined;
    const { imageTags: tags = [], imageManifestMediaType = "" } = found ?? {};
    const isIndex = /\.(image\.index|manifest\.list)\./.test(imageManifestMediaType);
    return { digest, tags, uri: `${repository.uri}@${digest}`, isIndex };
  } catch (error) {
    if (hasCode(error, "ImageNotFoundException")) return undefined;
    if (hasCode(error, "RepositoryNotFoundException")) throw repositoryMissing(repository.uri);
    throw error;
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
    if ((await findImage(release, { tag: imageTag }))?.digest !== digest) throw error;
  }
}
