/** The metadata of an agent's instance, with its role, and an STS where it takes others: what jenkins/aws.config needs. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accountId } from "./local-aws";
import { queryAnswer } from "./scripted-aws";

export interface InstanceRole {
  /** Lead every AWS SDK here for credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the roles that were taken, in turn. */
  readonly taken: readonly string[];
  close(): Promise<void>;
}

const expiration = new Date(Date.now() + 3_600_000).toISOString();

export async function startInstanceRole(): Promise<InstanceRole> {
  const taken: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method, url = "" } = request;
      if (method === "POST") answerSts(new URLSearchParams(body), response);
      else if (url.endsWith("/security-credentials/")) response.end("agent");
      else if (url.endsWith("/security-credentials/agent")) response.end(JSON.stringify(agent));
      else response.end("a-token");
    });
  });
  function answerSts(query: URLSearchParams, response: ServerResponse): void {
    const action = query.get("Action") ?? "";
    if (action === "AssumeRole") taken.push(query.get("RoleArn")?.split("/").at(-1) ?? "");
    const result =
      action === "AssumeRole"
        ? `<Credentials><AccessKeyId>${accountId}</AccessKeyId><SecretAccessKey>local</SecretAccessKey>` +
          `<SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>`
        : `<Account>${accountId}</Account>`;
    const answer = queryAnswer(action, result);
    response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
  }
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    variables: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url, AWS_ENDPOINT_URL_STS: url },
    taken,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const agent = {
  Code: "Success",
  Type: "AWS-HMAC",
  AccessKeyId: "agent",
  SecretAccessKey: "of the agent",
  Token: "token",
  LastUpdated: new Date().toISOString(),
  Expiration: expiration,
};
