/** What Terraform refuses because of the schema that the offline provider serves, in Terraform's own words. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OfflineTerraform } from "../../support/offline-terraform";
import { startOfflineTerraform } from "../../support/offline-terraform";

let offline: OfflineTerraform;
beforeAll(async () => {
  offline = await startOfflineTerraform();
});
afterAll(() => offline.stop());

const vpc = { cidr_block: "10.0.0.0/16" };

const breaker = { enable: true, rollback: true };
const service = (more: object) => ({ resource: { aws_ecs_service: { it: { name: "s", ...more } } } });
const subnet = (more: object) => ({ aws_subnet: { it: { cidr_block: "10.0.0.0/24", ...more } } });

const refused: readonly [what: string, config: Record<string, unknown>, summary: string, detail: string][] = [
  [
    "an unknown argument",
    { resource: { aws_vpc: { it: { ...vpc, cidr: "x" } } } },
    "Extraneous JSON object property",
    'No argument or block type is named "cidr".',
  ],
  [
    "a missing argument",
    { resource: subnet({}) },
    "Missing required argument",
    'The argument "vpc_id" is required, but no definition was found.',
  ],
  [
    "a wrong type",
    { resource: { aws_vpc: { it: { ...vpc, enable_dns_support: "perhaps" } } } },
    "Incorrect attribute value type",
    'Inappropriate value for attribute "enable_dns_support": a bool is required.',
  ],
  [
    "an unknown block",
    service({ load_balancers: [{}] }),
    "Extraneous JSON object property",
    'No argument or block type is named "load_balancers". Did you mean "load_balancer"?',
  ],
  [
    "an unknown argument of a block",
    service({ deployment_circuit_breaker: { ...breaker, enabled: true } }),
    "Extraneous JSON object property",
    'No argument or block type is named "enabled".',
  ],
  [
    "too many blocks",
    service({ deployment_circuit_breaker: [breaker, breaker] }),
    "Too many deployment_circuit_breaker blocks",
    'No more than 1 "deployment_circuit_breaker" blocks are allowed',
  ],
  [
    "a missing block",
    { resource: { aws_lb_listener: { it: { load_balancer_arn: "a" } } } },
    "Insufficient default_action blocks",
    'At least 1 "default_action" blocks are required.',
  ],
  [
    "a value for what only AWS decides",
    { resource: { aws_vpc: { it: { ...vpc, arn: "x" } } } },
    "Value for unconfigurable attribute",
    `Can't configure a value for "arn": its value will be decided automatically based on the result of applying this configuration.`,
  ],
  [
    "a reference to an undeclared resource",
    { resource: subnet({ vpc_id: "${aws_vpc.absent.id}" }) },
    "Reference to undeclared resource",
    'A managed resource "aws_vpc" "absent" has not been declared in the root module.',
  ],
  [
    "a reference to an unknown attribute",
    { resource: { aws_vpc: { it: vpc }, ...subnet({ vpc_id: "${aws_vpc.it.idd}" }) } },
    "Unsupported attribute",
    'This object has no argument, nested block, or exported attribute named "idd".',
  ],
  [
    "a dependency cycle",
    { resource: { aws_sns_topic: { a: { name: "${aws_sns_topic.b.id}" }, b: { name: "${aws_sns_topic.a.id}" } } } },
    "Cycle: aws_sns_topic.",
    "",
  ],
  [
    "an unknown type",
    { resource: { aws_vcp: { it: vpc } } },
    "Invalid resource type",
    'The provider hashicorp/aws does not support resource type "aws_vcp".',
  ],
  [
    "an unknown argument of the provider",
    { provider: { aws: { region: "us-east-1", regoin: "x" } }, resource: { aws_vpc: { it: vpc } } },
    "Extraneous JSON object property",
    'No argument or block type is named "regoin".',
  ],
];

test.each(refused)("%s", async (_what, config, summary, detail) => {
  const workspace = await offline.workspace(config);
  const { exitCode, text } = await workspace.run("plan", "-input=false");
  expect(exitCode).toBe(1);
  expect(text).toContain(`Error: ${summary}`);
  expect(text).toContain(detail);
});
