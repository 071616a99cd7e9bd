/** Edits on copies: what is copied, and how the copies hang together. */
import { describe, expect, it } from "vitest";
import { withCopies } from "../../../local/truth/copies";
import type { Edit } from "../../../local/truth/edit";
import type { State } from "../../../local/truth/state";

const document = {
  terraform: { required_version: ">= 1.11" },
  resource: {
    aws_vpc: { Vpc: { cidr_block: "10.0.0.0/16" }, VpcTwo: { cidr_block: "10.1.0.0/16" } },
    aws_subnet: {
      A: { vpc_id: "${aws_vpc.Vpc.id}", tags: { of: "${aws_vpc.VpcTwo.id}" } },
      B: { vpc_id: "${aws_vpc.VpcTwo.id}" },
    },
    aws_eip: { Ip: { depends_on: ["aws_subnet.A"] } },
  },
  output: { vpc_id: { value: "${aws_vpc.Vpc.id}" }, other: { value: "${aws_vpc.VpcTwo.id}" } },
};

const stored = (type: string, name: string, dependencies: readonly string[] = []) => ({
  mode: "managed" as const,
  type,
  name,
  instances: [{ schema_version: 1, attributes: { id: `${name}-1` }, dependencies }],
});

const state: State = {
  outputs: { vpc_id: { value: "Vpc-1", type: "string" }, other: { value: "VpcTwo-1", type: "string" } },
  resources: [
    stored("aws_vpc", "Vpc"),
    stored("aws_vpc", "VpcTwo"),
    stored("aws_subnet", "A", ["aws_vpc.Vpc", "aws_vpc.VpcTwo"]),
    stored("aws_subnet", "B", ["aws_vpc.VpcTwo"]),
    stored("aws_eip", "Ip", ["aws_subnet.A", "aws_vpc.Vpc"]),
  ],
};

const wider: Edit = { stack: "network", of: "aws_vpc", what: "wider", set: { cidr_block: "10.0.0.0/8" } };
const tagged: Edit = { stack: "network", of: "aws_subnet.A", what: "tagged", set: { "tags.of": "me" } };
const left: Edit = { stack: "network", of: "aws_eip", what: "left out", drop: true };
const more: Edit = { stack: "network", of: "aws_eip", what: "one more", add: { domain: "vpc" } };

describe("the configuration", () => {
  it("keeps the stack as it is beside the copies", () => {
    const copied = withCopies(document, state, [wider]).document as typeof document;
    expect(copied.terraform).toEqual(document.terraform);
    expect(copied).toMatchObject({ resource: document.resource, output: document.output });
  });

  it("copies what the edit is about and all that depends on it, directly or not, and nothing else", () => {
    const { resource, output } = withCopies(document, state, [wider]).document as typeof document;
    expect(resource).toEqual({
      aws_vpc: { ...document.resource.aws_vpc, Vpc__edit_0: { cidr_block: "10.0.0.0/8" } },
      aws_subnet: {
        ...document.resource.aws_subnet,
        A__edit_0: { vpc_id: "${aws_vpc.Vpc__edit_0.id}", tags: { of: "${aws_vpc.VpcTwo.id}" } },
      },
      aws_eip: { ...document.resource.aws_eip, Ip__edit_0: { depends_on: ["aws_subnet.A__edit_0"] } },
    });
    expect(output).toEqual({ ...document.output, vpc_id__edit_0: { value: "${aws_vpc.Vpc__edit_0.id}" } });
  });

  it("gives every edit a copy of its own", () => {
    const { resource } = withCopies(document, state, [wider, tagged]).document as typeof document;
    expect(Object.keys(resource.aws_subnet)).toEqual(["A", "B", "A__edit_0", "A__edit_1"]);
    expect(resource.aws_subnet).toMatchObject({
      A__edit_0: { tags: { of: "${aws_vpc.VpcTwo.id}" } },
      A__edit_1: { vpc_id: "${aws_vpc.Vpc.id}", tags: { of: "me" } },
    });
  });

  it("leaves the copy out that an edit drops, and adds the one that it adds", () => {
    const { resource } = withCopies(document, state, [left, more]).document as typeof document;
    expect(resource.aws_eip).toEqual({ ...document.resource.aws_eip, Truth__edit_1: { domain: "vpc" } });
  });
});

describe("the state", () => {
  it("holds what the copies start from, with their own dependencies", () => {
    const { outputs, resources } = withCopies(document, state, [wider]).state;
    expect(resources.slice(0, state.resources.length)).toEqual(state.resources);
    expect(resources.slice(state.resources.length)).toEqual([
      { ...stored("aws_vpc", "Vpc"), name: "Vpc__edit_0" },
      { ...stored("aws_subnet", "A", ["aws_vpc.Vpc__edit_0", "aws_vpc.VpcTwo"]), name: "A__edit_0" },
      { ...stored("aws_eip", "Ip", ["aws_subnet.A__edit_0", "aws_vpc.Vpc__edit_0"]), name: "Ip__edit_0" },
    ]);
    expect(outputs).toEqual({ ...state.outputs, vpc_id__edit_0: { value: "Vpc-1", type: "string" } });
  });

  it("still holds what an edit drops, and nothing of what it adds", () => {
    const names = withCopies(document, state, [left, more]).state.resources.map(({ name }) => name);
    expect(names).toEqual(["Vpc", "VpcTwo", "A", "B", "Ip", "Ip__edit_0"]);
  });
});

describe("where a name in the plan comes from", () => {
  const { origin } = withCopies(document, state, [wider, tagged]);

  it.each([
    ["aws_subnet.A", undefined, "aws_subnet.A"],
    ["aws_subnet.A__edit_0", wider, "aws_subnet.A"],
    ["aws_subnet.A__edit_1", tagged, "aws_subnet.A"],
    ['aws_subnet.A__edit_1["a"]', tagged, 'aws_subnet.A["a"]'],
    ["vpc_id__edit_0", wider, "vpc_id"],
  ])("%s", (address, edit, name) => {
    expect(origin(address)).toEqual({ edit, name });
  });
});
