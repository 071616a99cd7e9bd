import { describe, expect, it } from "vitest";
import { testEnvironment } from "../support/fixtures";
import { Platform } from "../support/platform";

const template = Platform.synthesize({ environment: testEnvironment(), manifest: { services: [] } }).template(
  "platform",
);

const ingress = "aws_vpc_security_group_ingress_rule";
const read = (stack: string, output: string) => `\${data.terraform_remote_state.${stack}.outputs.${output}}`;

describe("PlatformStack", () => {
  it("creates the cluster, its instances, the load balancer and the certificate", () => {
    expect(template.inventory).toMatchObject({
      aws_ecs_cluster: 1,
      aws_autoscaling_group: 1,
      aws_lb: 1,
      aws_acm_certificate: 1,
      [ingress]: 4, // CloudFront to the load balancer, that to the instances, those to database and cache
    });
  });

  it("names everything after the environment", () => {
    expect(template.only("aws_ecs_cluster").name).toBe("smart360-test");
    expect(template.only("aws_lb").name).toBe("smart360-test");
    expect(template.only("aws_s3_bucket").bucket).toBe("smart360-test-alb-logs-123456789012");
    expect(template.only("aws_acm_certificate").domain_name).toBe("test.example.com");
  });

  describe("wiring", () => {
    const instances = template.reference("aws_security_group", "id", { tags: { Name: "smart360-test-instances" } });

    it.each([
      ["PostgreSQL", "database"],
      ["Redis", "cache"],
    ])("opens %s to the instances, on its own port, and to nobody else", (product, service) => {
      const port = read("data", `${service}_port`);
      expect(template.with(ingress, { security_group_id: read("data", `${service}_security_group_id`) })).toEqual({
        security_group_id: read("data", `${service}_security_group_id`),
        referenced_security_group_id: instances,
        ip_protocol: "tcp",
        from_port: port,
        to_port: port,
        description: `${product} from the ECS instances`,
      });
    });

    it("stands in the private subnets", () => {
      const subnets = read("network", "private_subnet_ids");
      expect(template.only("aws_lb").subnets).toBe(subnets);
      expect(template.only("aws_autoscaling_group").vpc_zone_identifier).toBe(subnets);
      for (const { vpc_id } of template.all("aws_security_group")) expect(vpc_id).toBe(read("network", "vpc_id"));
    });

    it("tags instances and volumes as the provider tags everything else", () => {
      const tags = { Product: "smart360", Environment: "test", Layer: "platform", ManagedBy: "terraform" };
      expect(template.configuration.provider).toMatchObject({ aws: [{ default_tags: [{ tags }] }] });
      const name = { Name: "smart360-test-instances" };
      expect(template.only("aws_launch_template").tag_specifications).toMatchObject([
        { resource_type: "volume", tags: { ...tags, ...name } },
        { resource_type: "network-interface", tags: { ...tags, ...name } },
      ]);
      const all = { ...tags, ...name, AmazonECSManaged: "true" };
      expect(template.only("aws_autoscaling_group").tag).toEqual(
        Object.entries(all).map(([key, value]) => ({ key, value, propagate_at_launch: true })),
      );
    });

    it("opens on the instances the very ports that the agent hands out", () => {
      const { user_data } = template.only("aws_launch_template");
      expect(Buffer.from(String(user_data), "base64").toString()).toContain("ECS_DYNAMIC_HOST_PORT_RANGE=32768-33767");
      expect(template.with(ingress, { security_group_id: instances })).toMatchObject({
        from_port: 32_768,
        to_port: 33_767,
      });
    });

    it("listens with the certificate that the edge gets too", () => {
      expect(template.only("aws_lb_listener").certificate_arn).toBe(template.outputs["certificate_arn"]);
    });
  });
});
