/**
 * Random valid manifests, synthesized as the app does and validated by the real terraform through the offline provider. The
 * stacks of all of them are modules of a few configurations: terraform looks at each as at a stack of its own, but starts
 * only a few times. What that leaves out, backend and provider block, does not depend on the manifest.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readManifest } from "../../core/manifest/read";
import { manifestStacks } from "../support/manifest-stacks";
import { type OfflineTerraform, startOfflineTerraform } from "../support/offline-terraform";
import { manifestTexts, roomy } from "../support/random-manifests";
import { seed } from "../support/seed";

const manifests = 200;
/** Modules of one configuration; two configurations are validated side by side. */
const modulesAtOnce = 450;

type Resource = Readonly<Record<string, unknown>>;

interface Stack {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A stack as a module: provider and backend are its caller's. */
function moduleOf(text: string): Stack {
  const stack = JSON.parse(text) as Stack;
  const terraform = Object.entries(stack.terraform).filter(([block]) => block !== "backend");
  const others = Object.entries(stack).filter(([block]) => block !== "provider");
  return { ...Object.fromEntries(others), terraform: Object.fromEntries(terraform) };
}

/** Types that the stacks use: the provider serves those. */
const types = new Set<string>();
let offline: OfflineTerraform;
beforeAll(async () => {
  offline = await startOfflineTerraform({ types: () => types });
});
afterAll(() => offline.stop());

/** What `terraform validate` says of stacks, each a module of one configuration. */
async function validate(stacks: ReadonlyMap<string, Stack>) {
  const workspace = await offline.workspace();
  for (const [name, stack] of stacks) {
    for (const type of Object.keys(stack.resource ?? {})) types.add(type);
    for (const type of Object.keys(stack.data ?? {})) if (type.startsWith("aws_")) types.add(`data.${type}`);
    const folder = join(workspace.folder, "stacks", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
  }
  const module = Object.fromEntries([...stacks.keys()].map((name) => [name, { source: `./stacks/${name}` }]));
  workspace.write({ module });
  const init = await workspace.init();
  expect(init.exitCode, init.text).toBe(0);
  return workspace.run("validate");
}

/** Every stack of every manifest; those that are the same in several, once. */
function synthesizeAll(texts: readonly string[]): Map<string, Stack> {
  const names = new Map<string, string>();
  const synthesize = manifestStacks(roomy);
  texts.forEach((text, index) => {
    const stacks = synthesize(readManifest(text, { file: "services.json", environment: roomy }));
    for (const [stack, json] of stacks) if (!names.has(json)) names.set(json, `${stack}-of-${index}`);
  });
  return new Map([...names].map(([json, name]) => [name, moduleOf(json)]));
}

/** The stack with one resource of a type changed. */
function planted(stack: Stack, type: string, change: (resource: Resource) => Resource): Stack {
  const resources = stack.resource?.[type] ?? {};
  const [name, resource] = Object.entries(resources)[0] ?? [];
  if (name === undefined || resource === undefined) throw new Error(`the stack has no ${type}`);
  return { ...stack, resource: { ...stack.resource, [type]: { ...resources, [name]: change(resource) } } };
}

describe(`${manifests} random manifests (seed ${seed})`, () => {
  let stacks: Map<string, Stack>;
  beforeAll(() => {
    stacks = synthesizeAll(fc.sample(manifestTexts(3), { seed, numRuns: manifests }));
  });

  it("are valid to terraform", async () => {
    const all = [...stacks];
    const batches = Array.from(
      { length: Math.ceil(all.length / modulesAtOnce) },
      (_, index) => new Map(all.slice(index * modulesAtOnce, (index + 1) * modulesAtOnce)),
    );
    // Services, and three stacks of each manifest.
    expect(all.length).toBeGreaterThan(3 * manifests);
    for (const { exitCode, text } of await Promise.all(batches.map(validate))) expect(exitCode, text).toBe(0);
  }, 300_000);

  it("would not be if one argument of one resource were wrong", async () => {
    const [delivery, ...others] = [...stacks]
      .filter(([name]) => name.startsWith("delivery-"))
      .map(([, stack]) => stack);
    if (delivery === undefined) throw new Error("no stack delivery");
    const role = (change: (resource: Resource) => Resource) => planted(delivery, "aws_iam_role", change);
    const wrong: Readonly<Record<string, readonly [stack: Stack, error: string]>> = {
      misspelled: [role((resource) => ({ ...resource, nmae: "x" })), "Extraneous JSON object property"],
      missing: [role(({ name, description }) => ({ name, description })), "Missing required argument"],
      mistyped: [role((resource) => ({ ...resource, max_session_duration: "long" })), "Incorrect attribute value type"],
      dangling: [
        role((resource) => ({ ...resource, description: "${aws_kms_key.Gone.arn}" })),
        "Reference to undeclared resource",
      ],
    };
    const right = others.slice(0, 3).map((stack, index) => [`right-${index}`, stack] as const);
    const { exitCode, text } = await validate(
      new Map([...right, ...Object.entries(wrong).map(([name, [stack]]) => [name, stack] as const)]),
    );
    expect(exitCode).toBe(1);
    for (const [name, [, error]] of Object.entries(wrong)) expect(text).toContain(`Error: ${error} on stacks/${name}/`);
    expect(text.match(/Error: /g)).toHaveLength(Object.keys(wrong).length);
    expect(text).not.toContain("on stacks/right-");
  });
});
