/** Plans that the real terraform makes on the offline provider, each with everything that its review says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderers } from "../../../../core/plan-review/render/index";
import { parsePlan } from "../../../../core/plan-review/parse";
import type { Review } from "../../../../core/plan-review/review";
import { reviewPlans } from "../../../../core/plan-review/review-plans";
import { statefulTypes } from "../../../../core/plan-review/facts/stateful";
import type { ObjectValue } from "../../../../local/provider/values/value";
import { mutations } from "../../../support/mutations";
import { startOfflineTerraform, type OfflineTerraform, type Workspace } from "../../../support/offline-terraform";
import { usedTypes } from "../../../support/resource-types";
import { argumentsOf, secrets, smallPlatform, told } from "../../../support/small-platform";
import type { Edit } from "./edit";
import { ofData } from "./of-data";
import { ofServices } from "./of-services";
import { ofTerraform } from "./of-terraform";

/** Types that edits bring. */
const added = ["aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_acl"];

let terraform: OfflineTerraform;
let workspace: Workspace;
let found: Edit["found"];

beforeAll(async () => {
  terraform = await startOfflineTerraform({
    types: () => [...Object.keys(smallPlatform().resource), ...added],
    found: (type, known) => {
      const change = found?.[type];
      return change === null ? null : { ...known, ...(change as ObjectValue | undefined) };
    },
  });
  workspace = await terraform.workspace(smallPlatform());
});

afterAll(() => terraform.stop());

const review = (text: string): Review => reviewPlans([{ stack: "app", plan: parsePlan(text, "plan.json") }]);

async function planOf({ edit, options = [], found: changed }: Omit<Edit, "name" | "told">): Promise<string> {
  const configuration = smallPlatform();
  workspace.write({ ...configuration, ...edit?.(configuration) });
  found = changed;
  return workspace.planJson(...(changed === undefined ? ["-refresh=false"] : []), ...options);
}

/** Whatever is told of a plan: no secret, and nothing else when the plan is another. */
function hold(text: string, isSymmetric = false): void {
  const original = review(text);
  const whole = Object.values(renderers)
    .map((render) => render(original))
    .join("\n");
  for (const secret of secrets) expect(whole).not.toContain(secret);
  const { lies, unmarked } = mutations(text);
  const said = JSON.stringify(original);
  for (const lie of isSymmetric ? lies.filter(({ name }) => name.startsWith("left out")) : lies)
    expect(JSON.stringify(review(lie.text)), lie.name).not.toBe(said);
  for (const { name, text: other } of unmarked) {
    const mutated = JSON.stringify(review(other));
    // What another guard hides as well may say the same.
    const isHidden = secrets.every((secret) => !mutated.includes(secret));
    expect(mutated !== said || isHidden, name).toBe(true);
  }
}

it("of everything created", async () => {
  const text = await planOf({});
  const created = review(text);
  expect(created.verdict.counts).toMatchObject({ create: created.resources.length, update: 0, replace: 0, destroy: 0 });
  expect(told(created)).toEqual([
    "security: 29 created",
    "takes-time: database main: is created, which takes 5 to 20 minutes",
    "takes-time: billing: starts with 2 tasks",
    "takes-time: cache main: is created, which takes 5 to 15 minutes",
    "widens: role app now allows sts:AssumeRole to service ecs-tasks.amazonaws.com",
    "  added allows sts:AssumeRole to service ecs-tasks.amazonaws.com",
    "widens: policy app of role app now allows s3:GetObject on arn:aws:s3:::files/*",
    "  added allows s3:GetObject on arn:aws:s3:::files/*",
    "widens: incoming rule database opens tcp 5432 from 10.0.0.0/16 to security group database",
    "narrows: firewall edge is created",
    'output bucket create: (none) -> "files"',
  ]);
  hold(text);
  expect((await workspace.apply()).exitCode).toBe(0);
});

describe.each([
  ["of what holds data", ofData],
  ["of what runs", ofServices],
  ["of Terraform's own doings", ofTerraform],
])("%s", (_, edits) => {
  it.each(edits)("$name", async (edit) => {
    const text = await planOf(edit);
    expect(told(review(text))).toEqual(edit.told);
    hold(text, edit.isSymmetric);
  });
});

/** An argument of which a change replaces it, and a value that is another one. */
const replacing: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_cloudwatch_log_group: { name: "/smart360/other" },
  aws_db_instance: { storage_encrypted: false },
  aws_dynamodb_table: { name: "other" },
  aws_ecr_repository: { name: "other" },
  aws_elasticache_replication_group: { replication_group_id: "other" },
  aws_kms_key: { customer_master_key_spec: "RSA_2048" },
  aws_s3_bucket: { bucket: "other" },
  aws_secretsmanager_secret: { name: "other" },
  aws_secretsmanager_secret_version: { secret_string: "another-value-of-it" },
  aws_ssm_parameter: { name: "/smart360/other" },
};

describe("of every type of the project that holds data", () => {
  it("is made here", async () => {
    const stateful = (await usedTypes()).filter((type) => Object.hasOwn(statefulTypes, type));
    expect(Object.keys(replacing)).toEqual(stateful);
  });

  it("is red when it is destroyed", async () => {
    const { red } = review(await planOf({ options: ["-destroy"] }));
    const types = red.filter(({ kind }) => kind === "destroyed").map(({ place }) => place.type);
    expect(types.sort()).toEqual(Object.keys(replacing));
  });

  it.each(Object.keys(replacing))("%s: a replacement is red, by the argument that forces it", async (type) => {
    const replaced = review(
      await planOf({ edit: (all) => void Object.assign(argumentsOf(all, type), replacing[type]) }),
    );
    const finding = replaced.red.find(({ place }) => place.type === type);
    expect(finding?.kind).toBe("replaced");
    expect(finding?.forcedBy.map(({ path }) => path[0])).toEqual(Object.keys(replacing[type] ?? {}));
  });
});

it("of 900 resources, in one line a type", async () => {
  const many = await terraform.workspace({
    resource: { aws_ssm_parameter: { many: { count: 900, name: "/many/${count.index}", type: "String", value: "x" } } },
  });
  const reviewed = review(await many.planJson("-refresh=false"));
  expect(reviewed.verdict.counts.create).toBe(900);
  expect(renderers.terminal(reviewed).split("\n").length).toBeLessThan(20);
  expect(renderers.markdown(reviewed).length).toBeLessThanOrEqual(65_536);
});
