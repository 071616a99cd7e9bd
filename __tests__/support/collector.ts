/** What the reference service sends its traces and its log to. */
import { createSocket } from "node:dgram";
import { Server, ServerCredentials } from "@grpc/grpc-js";

export interface Collector {
  readonly otlpPort: number;
  readonly logPort: number;
  /** Resolves with the first message in which all of the texts occur. */
  receives(...texts: readonly string[]): Promise<string>;
  close(): void;
}

const traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

/** OTLP over gRPC, and uWSGI's lines by UDP, as text: names in protobuf are readable as they are. */
export async function collector(): Promise<Collector> {
  const messages: string[] = [];
  const waiting = new Set<() => void>();
  const take = (message: Buffer) => {
    messages.push(message.toString("latin1"));
    waiting.forEach((look) => look());
  };
  const grpc = new Server();
  const asIs = (bytes: Buffer) => bytes;
  const binary = {
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  grpc.addService(
    { export: { path: traces, ...binary } },
    {
      export(call: { request: Buffer }, callback: (error: null, answer: Buffer) => void) {
        take(call.request);
        callback(null, Buffer.alloc(0));
      },
    },
  );
  const otlpPort = await new Promise<number>((resolve, reject) =>
    grpc.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    ),
  );
  const udp = createSocket("udp4").on("message", take);
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  return {
    otlpPort,
    logPort: udp.address().port,
    receives: (...texts) =>
      new Promise((resolve) => {
        const look = () => {
          const found = messages.find((message) => texts.every((text) => message.includes(text)));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close() {
      grpc.forceShutdown();
      udp.close();
    },
  };
}
