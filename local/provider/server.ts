import { join } from "node:path";
import type { handleUnaryCall, ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { UserError } from "../../core/errors";
import type { Handler, Request } from "./handlers";
import { failure, handlers } from "./handlers";
import type { ProviderOptions } from "./options";
import { SchemaStore } from "./schema/store";

export type { Fault } from "./faults";

/** A provider that serves. */
export interface RunningProvider {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** JSON for `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** Ends all connections and frees the port. */
  stop(): Promise<void>;
}

const registryAddress = "registry.terraform.io/hashicorp/aws";

/**
 * Starts the offline provider: a Terraform provider of the pinned bindings' version that plans and applies without AWS.
 * Nothing reaches AWS, and values that only AWS would check are not checked.
 *
 * It serves any number of runs of Terraform at once on a free port of the loopback interface.
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  // Every command has this module in its bundle, and few start a provider.
  const { Server, ServerCredentials } = await import("@grpc/grpc-js");
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const service = await loadService(options.root);
  const store = new SchemaStore(options.root, options.cacheDir, options.names);
  const implementation: UntypedServiceImplementation = {};
  for (const [call, handler] of Object.entries(handlers(options, store)))
    implementation[call] = unary(call, handler, options.log);
  server.addService(service, implementation);

  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const address = `127.0.0.1:${port}`;
  return {
    address,
    reattach: JSON.stringify({
      [registryAddress]: {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true,
        Addr: { Network: "tcp", String: address },
      },
    }),
    stop: async () => server.forceShutdown(),
  };
}

/** The protocol's service, read from our subset of it. */
async function loadService(root: string): Promise<ServiceDefinition> {
  const { loadSync } = await import("@grpc/proto-loader");
  const definitions = loadSync(join(root, "local/provider/protocol/tfplugin6.proto"), {
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
  });
  return definitions["tfplugin6.Provider"] as ServiceDefinition;
}

/** Errors travel inside the answer, where Terraform shows them as the provider's own. */
function unary(call: string, handler: Handler, log?: (line: string) => void): handleUnaryCall<Request, object> {
  return (received, respond) => {
    handler(received.request, received.getPeer()).then(
      (answer) => respond(null, answer),
      (error: unknown) => {
        log?.(`${call}: ${error instanceof UserError ? error.message : ((error as Error).stack ?? String(error))}`);
        respond(null, failure(call, error));
      },
    );
  };
}
