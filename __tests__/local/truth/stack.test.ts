import { expect, it } from "vitest";
import { forComparison } from "../../../local/truth/stack";

const stateFile = (stack: string) => `/states/${stack}.tfstate`;

it("leaves out protection and backend, and reads the states of the comparison", () => {
  const document = {
    terraform: { required_version: ">= 1.11", backend: { s3: { key: "production/data.tfstate" } } },
    data: {
      aws_region: { Here: {} },
      terraform_remote_state: { net: { backend: "s3", config: { bucket: "b", key: "production/network.tfstate" } } },
    },
    resource: {
      aws_vpc: { Vpc: { cidr_block: "10.0.0.0/16", lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] } } },
    },
  };
  expect(forComparison(document, stateFile)).toEqual({
    terraform: { required_version: ">= 1.11" },
    data: {
      aws_region: { Here: {} },
      terraform_remote_state: { net: { backend: "local", config: { path: "/states/network.tfstate" } } },
    },
    resource: { aws_vpc: { Vpc: { cidr_block: "10.0.0.0/16", lifecycle: { ignore_changes: ["tags"] } } } },
  });
});

it("refuses a remote state whose key names no stack", () => {
  const document = { data: { terraform_remote_state: { net: { config: { key: "network" } } } } };
  expect(() => forComparison(document, stateFile)).toThrow('a remote state has the key "network"');
});
