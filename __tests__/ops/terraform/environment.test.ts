import { describe, expect, it } from "vitest";
import { cliConfiguration } from "../../../ops/terraform/cli-configuration";
import { embeddedEnvironment, plainVariables, type EmbeddedDefault } from "../../../ops/terraform/environment";

const embedded: EmbeddedDefault = {
  accountId: "111122223333",
  region: "us-east-1",
  proxyUrl: "http://127.0.0.1:4000",
  reattach: '{"registry.terraform.io/hashicorp/aws":{}}',
  cliConfigFile: "/project/.gen/local/terraform.rc",
};

describe("embeddedEnvironment", () => {
  it("says where everything is, and keeps the user's other variables", () => {
    expect(embeddedEnvironment({ PATH: "/bin", TF_VAR_x: "1", UNSET: undefined }, embedded)).toEqual({
      PATH: "/bin",
      TF_VAR_x: "1",
      HTTP_PROXY: "http://127.0.0.1:4000",
      http_proxy: "http://127.0.0.1:4000",
      NO_PROXY: "localhost,127.0.0.1,::1",
      no_proxy: "localhost,127.0.0.1,::1",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_CLI_CONFIG_FILE: "/project/.gen/local/terraform.rc",
      TF_REATTACH_PROVIDERS: '{"registry.terraform.io/hashicorp/aws":{}}',
      AWS_ACCESS_KEY_ID: "111122223333",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ENDPOINT_URL: "http://aws.test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      SMART360_LOCAL_ENDPOINT: "http://127.0.0.1:4000",
    });
  });

  it.each([
    "AWS_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ENDPOINT_URL_S3",
    "AWS_CA_BUNDLE",
    "TF_WORKSPACE",
    "TF_DATA_DIR",
    "TF_CLI_ARGS",
    "TF_CLI_ARGS_plan",
    "TF_PLUGIN_CACHE_DIR",
    "REQUEST_METHOD",
  ])("keeps the user's %s out", (name) => {
    expect(embeddedEnvironment({ [name]: "user's" }, embedded)).not.toHaveProperty(name);
  });

  it("leaves out the offline provider's address with the real provider", () => {
    const variables = embeddedEnvironment({ TF_REATTACH_PROVIDERS: "user's" }, { ...embedded, reattach: undefined });
    expect(variables).not.toHaveProperty("TF_REATTACH_PROVIDERS");
  });

  it.each([
    ["corp.example,10.0.0.0/8", "corp.example,10.0.0.0/8,localhost,127.0.0.1,::1"],
    ["*", "localhost,127.0.0.1,::1"],
    ["aws.test", "localhost,127.0.0.1,::1"],
    [".aws.test,corp.example", "corp.example,localhost,127.0.0.1,::1"],
    ["*.test", "localhost,127.0.0.1,::1"],
    ["test:80", "localhost,127.0.0.1,::1"],
    ["mytest", "mytest,localhost,127.0.0.1,::1"],
    ["localhost", "localhost,127.0.0.1,::1"],
  ])("NO_PROXY=%s does not lead past the loopback proxy", (NO_PROXY, expected) => {
    const variables = embeddedEnvironment({ NO_PROXY }, embedded);
    expect([variables["NO_PROXY"], variables["no_proxy"]]).toEqual([expected, expected]);
  });

  it("keeps the user's proxy for https, unless NO_PROXY=* switched it off", () => {
    const HTTPS_PROXY = "http://proxy.corp.example:3128";
    expect(embeddedEnvironment({ HTTPS_PROXY }, embedded)).toMatchObject({ HTTPS_PROXY, https_proxy: HTTPS_PROXY });
    expect(embeddedEnvironment({ HTTPS_PROXY, no_proxy: "*" }, embedded)).not.toHaveProperty("HTTPS_PROXY");
  });
});

describe("plainVariables", () => {
  it("are the user's, but for what bends terraform", () => {
    const user = {
      AWS_PROFILE: "ops",
      TF_CLI_CONFIG_FILE: "/home/ops/.terraformrc",
      TF_PLUGIN_CACHE_DIR: "/home/ops/plugins",
      TF_CLI_ARGS: "-no-color",
      TF_CLI_ARGS_apply: "-lock=false",
      TF_WORKSPACE: "other",
      TF_DATA_DIR: "/elsewhere",
      TF_REATTACH_PROVIDERS: "{}",
      UNSET: undefined,
    };
    expect(plainVariables(user)).toEqual({
      AWS_PROFILE: "ops",
      TF_CLI_CONFIG_FILE: "/home/ops/.terraformrc",
      TF_PLUGIN_CACHE_DIR: "/home/ops/plugins",
    });
  });
});

describe("cliConfiguration", () => {
  it("names no installation without a mirror", () => {
    expect(cliConfiguration(undefined)).toBe("disable_checkpoint = true\n");
  });

  it("takes the real provider from a mirror, everything else from its registry", () => {
    expect(cliConfiguration("/mirror")).toBe(`disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = "/mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
  });
});
