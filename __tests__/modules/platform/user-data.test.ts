import { describe, expect, it } from "vitest";
import { userData, type UserDataProps } from "../../../modules/platform/user-data";

const props: UserDataProps = {
  clusterName: "test",
  agentReservedMemoryMiB: 512,
  dynamicHostPorts: { from: 32_768, to: 33_767 },
};

const script = (change: Partial<UserDataProps> = {}) =>
  Buffer.from(userData({ ...props, ...change }), "base64")
    .toString("utf8")
    .split("\n");

describe("userData", () => {
  it("keeps containers from the instance's metadata, at every boot and without the network, then configures the agent", () => {
    expect(script()).toEqual([
      "#!/bin/bash",
      "set -euo pipefail",
      "cat > /etc/systemd/system/metadata-firewall.service <<'UNIT'",
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
      "systemctl enable --now metadata-firewall.service",
      "cat >> /etc/ecs/ecs.config <<'CONFIG'",
      "ECS_CLUSTER=test",
      "ECS_RESERVED_MEMORY=512",
      "ECS_DYNAMIC_HOST_PORT_RANGE=32768-33767",
      "ECS_AWSVPC_BLOCK_IMDS=true",
      "ECS_DISABLE_PRIVILEGED=true",
      "ECS_ENABLE_CONTAINER_METADATA=true",
      "ECS_IMAGE_PULL_BEHAVIOR=prefer-cached",
      "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1h",
      "CONFIG",
      "",
    ]);
  });

  it.each<[keyof UserDataProps, Partial<UserDataProps>, string]>([
    ["clusterName", { clusterName: "other" }, "ECS_CLUSTER=other"],
    ["agentReservedMemoryMiB", { agentReservedMemoryMiB: 256 }, "ECS_RESERVED_MEMORY=256"],
    ["dynamicHostPorts", { dynamicHostPorts: { from: 40_000, to: 40_999 } }, "ECS_DYNAMIC_HOST_PORT_RANGE=40000-40999"],
  ])("takes %s", (_, change, line) => {
    expect(script()).not.toContain(line);
    expect(script(change)).toContain(line);
  });
});
