/** What an instance of the cluster runs at its first start. */

export interface UserDataProps {
  readonly clusterName: string;
  readonly agentReservedMemoryMiB: number;
  readonly dynamicHostPorts: { readonly from: number; readonly to: number };
}

/** The unit that keeps containers from the instance's metadata. */
const firewallUnit = "metadata-firewall.service";

/**
 * Cloud-init script, base64: a firewall rule that keeps containers from the instance's metadata and so from the
 * instance's role (`ECS_AWSVPC_BLOCK_IMDS` covers awsvpc tasks only), then the ECS agent's settings. The rule needs
 * nothing from the network: the AMI has iptables, which Docker and the agent require. As a unit it comes back after a
 * reboot, before Docker, which keeps a DOCKER-USER chain that it finds. Should it fail, the script ends before the agent
 * hears of its cluster, and the agent, which starts after cloud-init, gets no task.
 * Sources: https://github.com/aws/amazon-ecs-agent README (settings) and packaging/ (units, requirements),
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (firewall).
 */
export function userData(props: UserDataProps): string {
  const { from, to } = props.dynamicHostPorts;
  const script = [
    "#!/bin/bash",
    "set -euo pipefail",
    `cat > /etc/systemd/system/${firewallUnit} <<'UNIT'`,
    "[Unit]",
    "Description=Keeps containers from the metadata of the instance",
    "Before=docker.service ecs.service",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    "ExecStart=-/usr/sbin/iptables -w -N DOCKER-USER",
    "ExecStart=/usr/sbin/iptables -w -I DOCKER-USER 1 -i docker+ -d 169.254.169.254/32 -j DROP",
    "[Install]",
    "RequiredBy=ecs.service",
    "UNIT",
    "systemctl daemon-reload",
    `systemctl enable --now ${firewallUnit}`,
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
    "",
  ];
  return Buffer.from(script.join("\n"), "utf8").toString("base64");
}
