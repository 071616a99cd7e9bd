/**
 * Plans that nothing of this project made, written after Terraform's description of the format
 * (https://developer.hashicorp.com/terraform/internals/json-format): other providers, OpenTofu, old versions.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderers } from "../../../core/plan-review/render/index";
import { parsePlan } from "../../../core/plan-review/parse";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { mutations } from "../../support/mutations";
import { told } from "../../support/small-platform";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "plans");
const text = (name: string) => readFileSync(join(folder, `${name}.json`), "utf8");
const review = (plan: string) => reviewPlans([{ stack: "app", plan: parsePlan(plan, "plan.json") }]);

const expected: Readonly<Record<string, readonly string[]>> = {
  azure: [
    "red: 1 updated, 1 destroyed",
    "red: key vault keys would be destroyed: its configuration is gone.",
    "red: storage account files could be reached from the internet: public_network_access_enabled false -> true.",
    "- key vault keys",
    "~ storage account files",
    "  public_network_access_enabled false -> true",
  ],
  deposed: [
    "red: 2 destroyed",
    "red: the left-over (deposed) object of database main would be destroyed.",
    "- database main (deposed)",
    "- launch template node (deposed)",
  ],
  "drift-checks-deferred": [
    "routine: 1 replaced",
    "-/+ resource build",
    '  triggers > commit "a1" -> "b2" (forces replacement)',
    "  id set to (known after apply)",
    "drift: bucket gone deleted; planned: none",
    "drift: load balancer main changed; planned: none",
    "check: check.health: The site does not answer.",
  ],
  "google-cloud": [
    "red: 1 updated, 1 replaced",
    'red: sql database instance main would be replaced by an empty one: region "europe-west1" -> "europe-west4" forces it.',
    "red: storage bucket files could be made public: public_access_prevention enforced -> inherited.",
    "-/+ sql database instance main",
    '  region "europe-west1" -> "europe-west4" (forces replacement)',
    "~ storage bucket files",
    '  public_access_prevention "enforced" -> "inherited"',
  ],
  kubernetes: [
    "red: 1 updated, 1 destroyed",
    "red: persistent volume claim data would be destroyed: its configuration is gone.",
    "- persistent volume claim data",
    "~ deployment web",
    '  spec > replicas "2" -> "3"',
    '  spec > template > spec > container > image "web:1" -> "web:2"',
  ],
  "modules-and-keys": [
    "red: 1 created, 2 destroyed",
    "red: table items-eu would be destroyed: its module is gone.",
    "red: instance worker-2 would be destroyed: count is lower now.",
    "interrupts: instance worker-2: is terminated",
    "- instance worker-2",
    "- table items-eu",
  ],
  "moved-imported-forgotten": [
    "routine: 1 updated, 1 imported, 1 moved, 1 forgotten",
    ". database old",
    "~ image repository app",
    '  image_tag_mutability "MUTABLE" -> "IMMUTABLE"',
    "moved: aws_s3_bucket.files -> aws_s3_bucket.documents",
    "imported: image repository app by app",
    "forgotten: database old",
  ],
  "oldest-known": [
    "red: 1 replaced",
    "red: database cluster main would be replaced by an empty one: storage_encrypted false -> true forces it.",
    "interrupts: database cluster main: is destroyed and made anew: whatever uses it fails",
    "+/- database cluster main",
    "  storage_encrypted false -> true (forces replacement)",
  ],
  opentofu: [
    "red: 1 updated, 1 destroyed",
    "red: bucket archive would be destroyed: its configuration is gone.",
    "- bucket archive",
    "~ queue jobs",
    "  visibility_timeout_seconds 30 -> 60",
  ],
  "sensitive-and-unknown": [
    "security: 1 created, 1 updated, 1 replaced",
    "widens: security group rule db opens tcp 5432 from (known after apply) to sg-0aaaaaaa",
    "~ release app",
    "  values changes, sensitive",
    '  version "1.0.0" -> "1.1.0"',
    "-/+ password admin",
    "  length 16 -> 32 (forces replacement)",
    "  result changes, sensitive",
    "unknown: security group rule db, cidr_blocks: whom the rule admits is known after apply only",
  ],
};

it("are all told of", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).map((name) => `${name}.json`));
});

describe.each(Object.entries(expected))("%s", (name, lines) => {
  it("says what happens", () => {
    expect(told(review(text(name)))).toEqual(lines);
  });

  it("hides what is sensitive in every rendering", () => {
    const reviewed = review(text(name));
    for (const render of Object.values(renderers)) expect(render(reviewed)).not.toContain("not-to-be-shown");
  });

  it("says something else of another plan", () => {
    const said = JSON.stringify(review(text(name)));
    const { lies, unmarked } = mutations(text(name));
    for (const lie of [...lies, ...unmarked]) expect(JSON.stringify(review(lie.text)), lie.name).not.toBe(said);
  });
});
