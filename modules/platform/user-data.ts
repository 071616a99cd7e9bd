/** What an instance of the cluster runs at its first start. */

export interface UserDataProps {
  readonly clusterName: string;
  readonly agentReservedMemoryMiB: number;
  readonly dynamicHostPorts: { readonly from: number; readonly to: number };
}

/**
 * Cloud-init script, base64: the ECS agent's settings, and a firewall rule that keeps containers from the instance's
 * metadata and so from the instance's role (`ECS_AWSVPC_BLOCK_IMDS` covers awsvpc tasks only).
 * Sources: https://github.com/aws/amazon-ecs-agent README (settings),
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (firewall).
 */
export function userData(props: UserDataProps): string {
  const { from, to } = props.dynamicHostPorts;
  const script = [
    "#!/bin/bash",
    "set -euo pipefail",
    "cat >> /etc/ecs/ecs.config <<'CONFIG'",
    `ECS_CLUSTER=${props.clusterName}`,
    `ECS_RESERVED_MEMORY=${props.agentReservedMemoryMiB}`,
    `ECS_DYNAMIC_HOST_PORT_RANGE=${from}-${to}`,
    "ECS_AWSVPC_BLOCK_IMDS=true",
    "ECS_DISABLE_PRIVILEGED=true",
    "ECS_ENABLE_CONTAINER_METADATA=true",
    "ECS_IMAGE_PULL_BEHAVIOR=prefer-cached",
    "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1h",
    "CONFIG",
    "dnf install -y iptables-nft",
    "iptables -N DOCKER-USER || true",
    "iptables -I DOCKER-USER 1 -i docker+ -d 169.254.169.254/32 -j DROP",
    "",
  ];
  return Buffer.from(script.join("\n"), "utf8").toString("base64");
}
