import { describe, expect, it } from "vitest";
import { nameRules } from "../../../core/naming/names";
import { Routing, type RoutingProps } from "../../../modules/service/routing";
import { testEnvironment, testService } from "../../support/fixtures";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<RoutingProps> = () => ({})) =>
  Template.of((stack) => {
    new Routing(stack, "Routing", {
      environment: testEnvironment(),
      service: testService(),
      vpcId: "vpc-1",
      listenerArn: "arn:listener",
      ...change(stack),
    });
  });

const group = "aws_lb_target_group";
const rule = "aws_lb_listener_rule";

describe("Routing", () => {
  const template = synthesize();

  it("creates the target group and the rule that leads to it", () => {
    expect(template.inventory).toEqual({ [group]: 1, [rule]: 1 });
  });

  it("defaults to instances with dynamic ports, over HTTP/1.1, by the fewest open requests", () => {
    expect(template.only(group)).toEqual({
      name: expect.stringMatching(/^test-billing-[0-9a-f]{6}$/) as unknown,
      port: 80,
      protocol: "HTTP",
      protocol_version: "HTTP1",
      target_type: "instance",
      vpc_id: "vpc-1",
      deregistration_delay: "30",
      load_balancing_algorithm_type: "least_outstanding_requests",
      health_check: {
        enabled: true,
        path: "/health",
        protocol: "HTTP",
        port: "traffic-port",
        interval: 15,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
        matcher: "200",
      },
      lifecycle: { create_before_destroy: true },
    });
  });

  describeOptions<RoutingProps>(synthesize, {
    environment: {
      to: () => testEnvironment({ shortName: "other" }),
      type: group,
      gives: { name: expect.stringMatching(/^other-billing-/) as unknown },
    },
    service: {
      to: () =>
        testService({
          deregistrationDelaySeconds: 60,
          healthCheck: {
            path: "/ready",
            intervalSeconds: 30,
            timeoutSeconds: 10,
            healthyThresholdCount: 3,
            unhealthyThresholdCount: 5,
            successCodes: "200-299",
          },
        }),
      type: group,
      gives: {
        deregistration_delay: "60",
        health_check: {
          path: "/ready",
          interval: 30,
          timeout: 10,
          healthy_threshold: 3,
          unhealthy_threshold: 5,
          matcher: "200-299",
        },
      },
    },
    vpcId: { to: () => "vpc-2", type: group, gives: { vpc_id: "vpc-2" } },
    listenerArn: { to: () => "arn:other", type: rule, gives: { listener_arn: "arn:other" } },
  });

  it("asks for the service's paths at the service's priority", () => {
    const service = testService({ paths: ["/api/bills/*", "/api/tariffs/*"], priority: 70 });
    expect(synthesize(() => ({ service })).only(rule)).toMatchObject({
      priority: 70,
      condition: [{ path_pattern: { values: ["/api/bills/*", "/api/tariffs/*"] } }],
    });
  });

  it("leaves the longest names room in AWS's limit", () => {
    const { name } = synthesize(() => ({
      environment: testEnvironment({ shortName: "prod" }),
      service: testService({ name: "a".repeat(20) }),
    })).only(group);
    expect(String(name).length).toBeLessThanOrEqual(nameRules.targetGroup.maxLength);
    expect(name).toMatch(nameRules.targetGroup.pattern);
  });

  it("wires the rule to the group", () => {
    expect(template.only(rule)).toEqual({
      listener_arn: "arn:listener",
      priority: 10,
      condition: [{ path_pattern: { values: ["/api/billing/*"] } }],
      action: [{ type: "forward", target_group_arn: template.reference(group, "arn") }],
    });
  });
});
