/**
 * A loopback server that answers the AWS SDK from a script, in the forms that the APIs document: Query and XML for EC2,
 * Auto Scaling, Elastic Load Balancing and STS, JSON for SSM, ECS, ECR and DynamoDB, REST for S3.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Beside the content's type. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly action: string;
  /** Of the Query protocol; with JSON, the one field `body`; of S3 `body`, `path` and the headers. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Answers an action; undefined leaves it to the script. */
export type Handler = (call: Call) => Answer | undefined;

export interface ScriptedAws {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The answers to an action, in turn; the last one stays. */
  script(action: string, ...answers: readonly Answer[]): void;
  /** Asked before the script. */
  handle(handler: Handler): void;
  /** Forgets script and calls. */
  reset(): void;
  close(): Promise<void>;
}

export async function startScriptedAws(): Promise<ScriptedAws> {
  const answers = new Map<string, Answer[]>();
  const calls: Call[] = [];
  let handler: Handler = () => undefined;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const target = request.headers["x-amz-target"];
      const call =
        typeof target === "string"
          ? { action: target.replace(/^.*\./, ""), parameters: { body } }
          : (s3Call(request, body) ?? queryCall(new URLSearchParams(body)));
      calls.push(call);
      const handled = handler(call);
      if (handled !== undefined) {
        response.writeHead(handled.status, { ...handled.headers, "content-type": handled.type }).end(handled.body);
        return;
      }
      const queue = answers.get(call.action) ?? [queryError("InvalidAction", `${call.action} is not in the script`)];
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      response.writeHead(answer?.status ?? 500, { "content-type": answer?.type ?? "" }).end(answer?.body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    script: (action, ...given) => void answers.set(action, [...given]),
    handle: (given) => void (handler = given),
    reset() {
      handler = () => undefined;
      answers.clear();
      calls.length = 0;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function queryCall(query: URLSearchParams): Call {
  const { Action = "", ...parameters } = Object.fromEntries(query);
  return { action: Action, parameters };
}

const s3Actions: Readonly<Record<string, string>> = { PUT: "PutObject", GET: "GetObject", DELETE: "DeleteObject" };

/** S3's calls are told by method and path; the Query protocol posts to `/`. */
function s3Call({ method = "", url = "/", headers }: IncomingMessage, body: string): Call | undefined {
  const path = url.split("?")[0] ?? "";
  const action = s3Actions[method];
  if (action === undefined || path === "/") return undefined;
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { action, parameters: { ...Object.fromEntries(given), body, path } };
}

const xml = (body: string, status = 200): Answer => ({ status, type: "text/xml", body });

/** What an action of STS or Auto Scaling answers; `result` is XML. */
export const queryAnswer = (action: string, result: string) =>
  xml(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);

export const queryError = (code: string, message: string) =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    400,
  );

export const ec2Answer = (action: string, result: string) => xml(`<${action}Response>${result}</${action}Response>`);

export const ec2Error = (code: string, message: string) =>
  xml(`<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`, 403);

export const jsonAnswer = (body: object, status = 200): Answer => ({
  status,
  type: "application/x-amz-json-1.1",
  body: JSON.stringify(body),
});

/** An error of the JSON protocols. */
export const jsonError = (code: string, message: string, status = 400): Answer =>
  jsonAnswer({ __type: code, message }, status);

export const s3Answer = (body = ""): Answer => ({ status: 200, type: "application/json", body });

export const s3Error = (status: number, code: string, message: string): Answer =>
  xml(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`, status);
