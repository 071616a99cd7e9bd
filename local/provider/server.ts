import { join } from "node:path";
import type { handleUnaryCall, ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { UserError } from "../../core/errors";
import type { SsmParameter } from "./behaviour/data-sources";
import type { Fault } from "./faults";
import type { Handler, Request } from "./handlers";
import { failure, handlers } from "./handlers";
import type { TypeName } from "./schema/model";
import type { Narrowing } from "./schema/narrow";
import { SchemaStore } from "./schema/store";
import type { ObjectValue } from "./values/value";

export type { Fault } from "./faults";

/** What an offline provider serves, and with whose values. */
export interface ProviderOptions {
  /** Folder that holds `node_modules` and `local/provider` (the project's root). */
  readonly root: string;
  /** Cache of schemas read from the bindings, e.g. `<root>/.gen/provider-schema`. */
  readonly cacheDir: string;
  /**
   * Terraform types to serve (`aws_vpc`, `data.aws_ssm_parameter`), asked anew on each GetProviderSchema. The types
   * that the project has facts about are served anyway; a name that the bindings do not have is left out, and Terraform
   * refuses it.
   */
  readonly types: () => Iterable<TypeName> | Promise<Iterable<TypeName>>;
  /** Value of an SSM parameter, for `data.aws_ssm_parameter`; undefined when it does not exist. */
  readonly ssmParameter: SsmParameter;
  /** What is left out of the schemas. @default nothing */
  readonly narrow?: Narrowing;
  /** Latencies and failures to inject. @default none */
  readonly faults?: readonly Fault[];
  /**
   * What is found of a resource, from what is known of it; null when it is gone. Stands for changes that nobody made
   * with Terraform. @default just what is known
   */
  readonly found?: (type: TypeName, known: ObjectValue) => ObjectValue | null;
  /** Told one line for each call that fails. @default nobody */
  readonly log?: (line: string) => void;
}

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
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const service = loadService(options.root);
  const store = new SchemaStore(options.root, options.cacheDir, options.narrow);
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
function loadService(root: string): ServiceDefinition {
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
