#!/bin/sh
# Builds the image of a checked-out source and pushes it, tagged `build-<commit>`, unless it is there already: tags cannot
# be moved. Credentials come from AWS_PROFILE; the registry's password goes to DOCKER_CONFIG, by standard input only.
#
# usage: image.sh <repository> <folder of the source>
set -eu
repository=$1
source=$2
export AWS_REGION=us-east-1

revision=$(git -C "$source" rev-parse HEAD)
tag=build-$revision
uri=$(aws ecr describe-repositories --repository-names "$repository" --query 'repositories[0].repositoryUri' --output text)

found=$(aws ecr describe-images --repository-name "$repository" --image-ids "imageTag=$tag" \
  --query 'imageDetails[0].imageDigest' --output text 2>&1) && {
  echo "$uri:$tag is there already ($found)"
  exit 0
}
case $found in
  *ImageNotFoundException*) ;;
  *)
    echo "$found" >&2
    exit 1
    ;;
esac

# One manifest of one platform: with a provenance attestation it would be an index, whose findings ECR does not tell.
docker build --pull --platform linux/amd64 --provenance=false --label "org.opencontainers.image.revision=$revision" \
  --tag "$uri:$tag" "$source"
aws ecr get-login-password | docker login --username AWS --password-stdin "${uri%%/*}"
docker push "$uri:$tag"
docker image rm "$uri:$tag"
