/** Stands between Terraform and the real provider: passes every call on as it is, and makes the schema small. */
import type { ChannelOptions, ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { withTypes } from "./schema-filter";

/** One provider of TF_REATTACH_PROVIDERS. */
export interface Attachment {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: number;
  readonly Pid: number;
  readonly Test: boolean;
  readonly Addr: { readonly Network: string; readonly String: string };
}

export interface Relay {
  /** Where Terraform reaches the provider now. */
  readonly attachment: Attachment;
  stop(): void;
}

const schemaCall = "GetSchema";

/** The calls of plugin protocol 5. */
const calls = [
  schemaCall,
  "GetMetadata",
  "PrepareProviderConfig",
  "ValidateResourceTypeConfig",
  "ValidateDataSourceConfig",
  "ValidateEphemeralResourceConfig",
  "UpgradeResourceState",
  "GetResourceIdentitySchemas",
  "UpgradeResourceIdentity",
  "Configure",
  "ReadResource",
  "PlanResourceChange",
  "ApplyResourceChange",
  "ImportResourceState",
  "MoveResourceState",
  "ReadDataSource",
  "OpenEphemeralResource",
  "RenewEphemeralResource",
  "CloseEphemeralResource",
  "GetFunctions",
  "CallFunction",
  "Stop",
] as const;

const sizes: ChannelOptions = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
const asIs = (bytes: Buffer) => bytes;

/** @param wanted whether Terraform is to know a type (`aws_vpc`, `data.aws_region`) at the moment that it asks */
export async function startRelay(provider: Attachment, wanted: (type: string) => boolean): Promise<Relay> {
  if (provider.ProtocolVersion !== 5) {
    throw new Error(`the provider speaks plugin protocol ${provider.ProtocolVersion}; the relay speaks 5`);
  }
  // Every command has this module in its bundle, and few start a relay.
  const { Client, credentials, Server, ServerCredentials } = await import("@grpc/grpc-js");
  const { Network: network, String: address } = provider.Addr;
  const client = new Client(network === "unix" ? `unix:${address}` : address, credentials.createInsecure(), sizes);
  const ask = (path: string, request: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(path, asIs, asIs, request, (error, answer) => {
        if (error === null && answer !== undefined) resolve(answer);
        else reject(error ?? new Error(`no answer to ${path}`));
      });
    });
  let schema: Promise<Buffer> | undefined;

  const service: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const call of calls) {
    const path = `/tfplugin5.Provider/${call}`;
    service[call] = {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    implementation[call] = (
      { request }: { request: Buffer },
      respond: (error: Error | null, answer?: Buffer) => void,
    ) => {
      const answer =
        call === schemaCall
          ? (schema ??= ask(path, request)).then((whole) => withTypes(whole, wanted))
          : ask(path, request);
      answer.then((bytes) => respond(null, bytes), respond);
    };
  }
  const server = new Server(sizes);
  server.addService(service, implementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return {
    attachment: { ...provider, Pid: process.pid, Addr: { Network: "tcp", String: `127.0.0.1:${port}` } },
    stop() {
      server.forceShutdown();
      client.close();
    },
  };
}
