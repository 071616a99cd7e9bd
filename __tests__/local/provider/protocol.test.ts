/** Calls of the protocol that a run of Terraform 1.11 does not make, or whose answer it does not show. */
import { connect } from "node:net";
import { join, resolve } from "node:path";
import type { Client } from "@grpc/grpc-js";
import { credentials, makeGenericClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningProvider } from "../../../local/provider/server";
import { startProvider } from "../../../local/provider/server";
import { toWire } from "../../../local/provider/values/codec";

const root = resolve(import.meta.dirname, "../../..");
const definition = loadSync(join(root, "local/provider/protocol/tfplugin6.proto"), { keepCase: true, enums: String });
const ProviderClient = makeGenericClientConstructor(definition["tfplugin6.Provider"] as never, "Provider");

let types: string[] = ["aws_sns_topic", "data.aws_region", "aws_vcp"];
let provider: RunningProvider;
let client: Client;
beforeAll(async () => {
  provider = await start();
  client = new ProviderClient(provider.address, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await provider.stop();
});

function start(): Promise<RunningProvider> {
  return startProvider({
    root,
    cacheDir: join(root, ".gen", "provider-schema"),
    types: () => types,
    ssmParameter: async () => undefined,
  });
}

type Answer = Record<string, unknown>;

function call(method: string, request: object = {}): Promise<Answer> {
  const methods = client as unknown as Record<
    string,
    (request: object, done: (error: unknown, answer: Answer) => void) => void
  >;
  return new Promise((done, fail) =>
    methods[method]?.(request, (error, answer) => (error === null ? done(answer) : fail(error))),
  );
}

const errors = ({ diagnostics }: Answer) =>
  (diagnostics as { severity: string; summary: string; detail: string }[] | undefined)?.map(
    ({ severity, summary, detail }) => `${severity} ${summary}: ${detail}`,
  );

describe("what is served", () => {
  test("the types asked for, those with facts, and none that the bindings do not have; asked anew each time", async () => {
    const named = async () => {
      const { resources, data_sources: dataSources } = (await call("GetMetadata")) as Record<
        string,
        { type_name: string }[]
      >;
      return { resources: resources?.map((one) => one.type_name), data: dataSources?.map((one) => one.type_name) };
    };
    const before = await named();
    expect(before.resources).toContain("aws_sns_topic");
    expect(before.resources).toContain("aws_ecs_service"); // a state may hold it
    expect(before.resources).not.toContain("aws_vcp");
    expect(before.resources).not.toContain("aws_wafv2_web_acl");
    expect(before.data).toEqual(["aws_region"]);
    types = ["aws_wafv2_web_acl"];
    const after = await named();
    expect(after.resources).toContain("aws_wafv2_web_acl");
    expect(after.data ?? []).toEqual([]);
  });

  test("the schema, with its types in Terraform's own form", async () => {
    types = ["data.aws_region"];
    const { provider: own, resource_schemas: resources } = await call("GetProviderSchema");
    const topic = (resources as Record<string, { block: { attributes: { name: string; type: Buffer }[] } }>)[
      "aws_sns_topic"
    ];
    expect(topic?.block.attributes.find(({ name }) => name === "tags")?.type.toString()).toBe('["map","string"]');
    expect(own).toMatchObject({
      block: { block_types: expect.arrayContaining([expect.objectContaining({ type_name: "default_tags" })]) },
    });
  });
});

describe("what is refused", () => {
  test("a type that the bindings do not have", async () => {
    expect(errors(await call("ReadDataSource", { type_name: "aws_vcp", config: toWire({}) }))).toEqual([
      "ERROR Offline provider: ReadDataSource failed: The pinned bindings have no type data.aws_vcp, so the offline " +
        "provider cannot serve it. Correct the name, or update @cdktf/provider-aws.",
    ]);
  });

  test("moving a state to another type", async () => {
    const request = { source_type_name: "aws_instance", target_type_name: "aws_sns_topic" };
    expect(errors(await call("MoveResourceState", request))).toEqual([
      "ERROR Offline provider: MoveResourceState failed: The offline provider cannot turn the state of aws_instance into " +
        "that of aws_sns_topic. Remove the `moved` block, or import the resource under its new type.",
    ]);
  });

  test("ephemeral resources", async () => {
    const message =
      "The offline provider has no ephemeral resource aws_ssm_parameter: opening one would need AWS. " +
      "Use an argument or a data source instead.";
    for (const method of ["ValidateEphemeralResourceConfig", "OpenEphemeralResource", "RenewEphemeralResource"])
      expect(errors(await call(method, { type_name: "aws_ssm_parameter" }))).toEqual([
        `ERROR Offline provider: ${method} failed: ${message}`,
      ]);
    expect(errors(await call("CloseEphemeralResource"))).toBeUndefined();
  });

  test("functions", async () => {
    expect(await call("GetFunctions")).toEqual({});
    expect(await call("CallFunction", { name: "arn_parse" })).toEqual({
      error: { text: "The offline provider has no functions." },
    });
  });

  test("a state that cannot be read", async () => {
    const request = { type_name: "aws_sns_topic", raw_state: { json: Buffer.from("{") } };
    expect(errors(await call("UpgradeResourceState", request))?.[0]).toMatch(
      /^ERROR Offline provider: UpgradeResourceState failed: .*JSON/,
    );
  });
});

test("what later versions of Terraform ask has an empty answer", async () => {
  expect(await call("GetResourceIdentitySchemas")).toEqual({});
  expect(await call("StopProvider")).toEqual({});
});

test("a stopped provider leaves no open port", async () => {
  const other = await start();
  expect(JSON.parse(other.reattach)).toEqual({
    "registry.terraform.io/hashicorp/aws": {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: other.address },
    },
  });
  const port = Number(other.address.split(":")[1]);
  const reach = () =>
    new Promise<string>((done) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        done("open");
      }).on("error", ({ code }: NodeJS.ErrnoException) => done(code ?? "?"));
    });
  expect(await reach()).toBe("open");
  await other.stop();
  expect(await reach()).toBe("ECONNREFUSED");
});
