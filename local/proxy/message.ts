/** The messages that pass through the loopback proxy, and whose they are. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path and query at the local AWS. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Answers the requests that are signed for one AWS service, instead of the local AWS. */
export type ServiceRoute = (request: ProxiedRequest) => Promise<ProxiedAnswer>;

/** Whom a request is signed for: the credential scope, `<access key>/<date>/us-east-1/ecs/aws4_request`. */
export interface Scope {
  /** The access key, which is the account at the local AWS. */
  readonly account: string;
  readonly region: string;
  readonly service: string;
}

export function scopeOf({ headers }: Pick<ProxiedRequest, "headers">): Scope | undefined {
  const { authorization } = headers;
  const [, account, region, service] =
    /Credential=([^/,]+)\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(String(authorization)) ?? [];
  return account === undefined || region === undefined || service === undefined
    ? undefined
    : { account, region, service };
}

/** Parameters of the Query protocol. */
export function queryOf({ body }: ProxiedRequest): URLSearchParams {
  return new URLSearchParams(body.toString("utf8"));
}

/** `<name>.1`, `<name>.2`, ... as a list. */
export function queryList(query: URLSearchParams, name: string): readonly string[] {
  const values: string[] = [];
  for (let value = query.get(`${name}.1`); value !== null; value = query.get(`${name}.${values.length + 1}`))
    values.push(value);
  return values;
}

export function withText(answer: ProxiedAnswer, change: (text: string) => string): ProxiedAnswer {
  return { ...answer, body: Buffer.from(change(answer.body.toString("utf8"))) };
}

export function xmlAnswer(status: number, xml: string): ProxiedAnswer {
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(xml) };
}

export function jsonAnswer(status: number, body: object): ProxiedAnswer {
  return { status, headers: { "content-type": "application/x-amz-json-1.1" }, body: Buffer.from(JSON.stringify(body)) };
}
