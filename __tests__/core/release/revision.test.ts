import type { RegisterTaskDefinitionRequest, TaskDefinition } from "@aws-sdk/client-ecs";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  addedByEcs,
  differences,
  imageOf,
  nextRevision,
  registered,
  revisionBefore,
  revisionNumber,
  type Revision,
} from "../../../core/release/revision";

const revision = (number: number, definition: Partial<TaskDefinition> = {}, tags: Revision["tags"] = []): Revision => ({
  arn: `arn:aws:ecs:us-east-1:111122223333:task-definition/billing:${number}`,
  family: "billing",
  number,
  isActive: true,
  definition: {
    family: "billing",
    containerDefinitions: [{ name: "billing", image: `image-${number}` }],
    ...definition,
  },
  tags,
});

const withImage = (number: number, image: string) =>
  revision(number, { containerDefinitions: [{ name: "billing", image }] });

describe("the next revision", () => {
  it("leaves out what ECS adds, and nothing that can be registered", () => {
    type Unsaid = Exclude<keyof TaskDefinition, keyof RegisterTaskDefinitionRequest | (typeof addedByEcs)[number]>;
    type Lost = Extract<keyof RegisterTaskDefinitionRequest, (typeof addedByEcs)[number]>;
    expectTypeOf<Unsaid>().toBeNever();
    expectTypeOf<Lost>().toBeNever();
    const described = { ...Object.fromEntries(addedByEcs.map((field) => [field, field])), cpu: "256" } as object;
    expect(registered(revision(1, described))).toEqual({
      family: "billing",
      cpu: "256",
      containerDefinitions: [{ name: "billing", image: "image-1" }],
    });
  });

  it("has the image in the service's container, and the others as they are", () => {
    const containerDefinitions = [
      { name: "billing", image: "old", memory: 64 },
      { name: "envoy", image: "envoy:1" },
    ];
    expect(nextRevision(revision(1, { containerDefinitions }), "billing", "new").containerDefinitions).toEqual([
      { name: "billing", image: "new", memory: 64 },
      { name: "envoy", image: "envoy:1" },
    ]);
  });

  it("copies tags but AWS's own, and gives no empty list: ECS refuses one", () => {
    const tags = [
      { key: "Service", value: "billing" },
      { key: "aws:cloudformation:stack-name", value: "x" },
      { key: "Empty", value: "" },
    ];
    expect(registered(revision(1, {}, tags)).tags).toEqual([tags[0], tags[2]]);
    expect(registered(revision(1, {}, tags.slice(1, 2)))).not.toHaveProperty("tags");
  });

  it("leaves its template as it is", () => {
    const template = revision(1);
    const before = structuredClone(template);
    nextRevision(template, "billing", "new");
    expect(template).toEqual(before);
  });

  it("differs from its template in the image only, whatever that holds", () => {
    const text = fc.string();
    const definitions = fc.record({
      cpu: fc.option(text, { nil: undefined }),
      volumes: fc.array(fc.record({ name: text })),
      containerDefinitions: fc.tuple(
        fc.record({
          name: fc.constant("billing"),
          image: text,
          memory: fc.nat(),
          environment: fc.array(fc.record({ name: text, value: text })),
        }),
      ),
    });
    fc.assert(
      fc.property(definitions, text, (definition, image) => {
        const template = revision(1, definition);
        const next = nextRevision(template, "billing", image);
        const after = { ...revision(2), definition: { ...next, revision: 2 }, tags: next.tags ?? [] } as Revision;
        expect(differences(template, after, "billing")).toEqual([]);
        expect(imageOf(after, "billing")).toBe(image);
      }),
    );
  });
});

describe("differences", () => {
  const container = (more: object) => revision(1, { containerDefinitions: [{ name: "billing", image: "x", ...more }] });

  it.each<[string, Revision, Revision, readonly string[]]>([
    ["another image", withImage(1, "a"), withImage(2, "b"), []],
    ["what ECS adds", revision(1, { status: "ACTIVE" }), revision(1, { status: "INACTIVE" }), []],
    ["nothing, written or left out", revision(1, { volumes: [], cpu: "" }), revision(1), []],
    ["a field", revision(1, { cpu: "256" }), revision(1, { cpu: "512" }), ["cpu"]],
    [
      "variables, by name and in any order",
      container({
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      }),
      container({
        environment: [
          { name: "B", value: "2" },
          { name: "A", value: "3" },
          { name: "C", value: "" },
        ],
      }),
      ["billing.environment.A"],
    ],
    [
      "a secret",
      container({ secrets: [{ name: "A", valueFrom: "arn:1" }] }),
      container({ secrets: [{ name: "A", valueFrom: "arn:2" }] }),
      ["billing.secrets.A"],
    ],
    [
      "deeply",
      container({ linuxParameters: { capabilities: { drop: ["ALL"] } } }),
      container({ linuxParameters: { capabilities: { drop: [] } } }),
      ["billing.linuxParameters.capabilities.drop.0"],
    ],
    ["tags", revision(1, {}, [{ key: "A", value: "1" }]), revision(1), ["tags.A"]],
    [
      "another container's image",
      revision(1, { containerDefinitions: [{ name: "envoy", image: "1" }] }),
      revision(1, { containerDefinitions: [{ name: "envoy", image: "2" }] }),
      ["envoy.image"],
    ],
  ])("in %s", (_, one, other, expected) => {
    expect(differences(one, other, "billing")).toEqual(expected);
    expect(differences(other, one, "billing")).toEqual(expected);
  });
});

describe("the revision to go back to", () => {
  it.each<[string, readonly string[], number, number | undefined]>([
    ["has the image before", ["A", "B"], 2, 1],
    ["is the newest with it", ["A", "A", "B"], 3, 2],
    ["passes over the template's own changes", ["A", "B", "B"], 3, 1],
    ["after a rollback is further back", ["A", "B", "C", "B"], 4, 1],
    ["after a rollback and a new release is what ran before", ["A", "B", "A", "C"], 4, 3],
    ["is none for the first image", ["A", "A"], 2, undefined],
    ["is none after going back to the first image", ["A", "B", "A"], 3, undefined],
  ])("%s", (_, images, running, expected) => {
    const revisions = images.map((image, index) => withImage(index + 1, image));
    const current = revisions[running - 1] ?? revision(0);
    expect(revisionBefore(current, revisions, "billing")?.number).toBe(expected);
    expect(revisionBefore(current, [...revisions].reverse(), "billing")?.number).toBe(expected);
  });
});

it("a revision's number is the last part of its ARN", () => {
  expect(revisionNumber(revision(12).arn)).toBe(12);
});
