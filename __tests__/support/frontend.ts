/** Builds of a React app by Vite, a local AWS to ship them to, and the site as a browser finds it there. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CloudFront } from "@aws-sdk/client-cloudfront";
import { S3 } from "@aws-sdk/client-s3";
import { build } from "vite";
import { shipFrontendCommand, type ShipFrontendOptions } from "../../ops/commands/ship-frontend";
import type { Run } from "./releasing";
import { steppedClock } from "./releasing";
import { accountId, startLocalAws, type LocalAws } from "./local-aws";

export const siteBucket = "smart360-production-frontend-111122223333";
export const stateBucket = "smart360-production-tfstate-111122223333";

/** Builds the app as `version` says; each version has other scripts, favicon and robots.txt, and the same style. */
export async function buildApp(folder: string, version: string): Promise<string> {
  const publicDir = join(folder, `public-${version}`);
  const outDir = join(folder, version);
  mkdirSync(publicDir, { recursive: true });
  writeFileSync(
    join(publicDir, "favicon.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg"><title>${version}</title></svg>`,
  );
  writeFileSync(join(publicDir, "manifest.webmanifest"), JSON.stringify({ name: version }));
  writeFileSync(join(publicDir, "robots.txt"), `# ${version}\n`);
  writeFileSync(join(publicDir, "terms & conditions – é.html"), "<p>The same in all versions</p>");
  await build({
    configFile: false,
    logLevel: "silent",
    root: join(import.meta.dirname, "frontend-app"),
    publicDir,
    define: { __VERSION__: JSON.stringify(version) },
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** MD5 of every file below a folder. */
export function contentsOf(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Set(files.map(({ parentPath, name }) => md5(readFileSync(join(parentPath, name)))));
}

const md5 = (bytes: Uint8Array | string) => createHash("md5").update(bytes).digest("hex");

/** What the n-th changing request and all after it meet: nobody there, or an answer that is lost on the way back. */
export interface Fault {
  readonly at: number;
  readonly mode: "refused" | "lost";
}

export interface FrontendWorld {
  readonly local: LocalAws;
  readonly s3: S3;
  readonly cloudfront: CloudFront;
  readonly distribution: string;
  /** Variables of whoever ships. */
  readonly variables: Readonly<Record<string, string>>;
  /** Changing requests since the fault was set. */
  readonly changes: () => readonly string[];
  fail(fault: Fault | undefined): void;
  /** Told of each request, as `PUT /bucket/index.html`, which is passed on when it is done; text is answered instead. */
  meet(meeting: ((request: string) => unknown) | undefined): void;
  /** Answers the next requests of a method itself, in turn. */
  answer(method: string, ...answers: readonly { readonly status: number; readonly code: string }[]): void;
  /** Empties the frontend's bucket. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFrontendWorld(): Promise<FrontendWorld> {
  const local = await startLocalAws();
  const shared = { region: "us-east-1", credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
  const s3 = new S3({ ...shared, endpoint: local.proxy.url, forcePathStyle: true });
  const cloudfront = new CloudFront({ ...shared, endpoint: local.proxy.url });
  const distribution = await prepareSite(s3, cloudfront);
  const upstream = new URL(local.proxy.url);
  let fault: Fault | undefined;
  let changes: string[] = [];
  let meeting: ((request: string) => unknown) | undefined;
  let scripted: { method: string; status: number; code: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "" } = incoming;
    const refuse = (status: number, code: string) => {
      incoming.resume();
      const body = `<Error><Code>${code}</Code><Message>made up: ${code}</Message></Error>`;
      outgoing.writeHead(status, { "content-type": "application/xml" }).end(body);
    };
    const at = scripted.findIndex((answer) => answer.method === method);
    const [own] = at < 0 ? [] : scripted.splice(at, 1);
    if (own !== undefined) return refuse(own.status, own.code);
    // STS and the rest of the Query protocol post to the root.
    const number = method === "GET" || url === "/" ? 0 : changes.push(`${method} ${decodeURIComponent(url)}`);
    const fails = fault !== undefined && number >= fault.at;
    if (fails && (fault?.mode === "refused" || number > (fault?.at ?? 0))) return refuse(400, "InvalidRequest");
    const options = {
      host: upstream.hostname,
      port: upstream.port,
      method,
      path: url,
      headers: { ...incoming.headers, host: upstream.host },
    };
    void Promise.resolve(meeting?.(`${method} ${decodeURIComponent(url.replace(/\?.*/, ""))}`)).then((said) => {
      if (typeof said === "string") {
        outgoing.writeHead(200, { "content-type": "application/xml" }).end(said);
        return;
      }
      const passed = request(options, (answer: IncomingMessage) => {
        if (fails) {
          answer.resume().once("end", () => refuse(400, "InvalidRequest"));
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    ...{ local, s3, cloudfront, distribution },
    variables: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: accountId,
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_CONFIG_FILE: join(local.folder, "no-config"),
      AWS_SHARED_CREDENTIALS_FILE: join(local.folder, "no-credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
    },
    changes: () => changes,
    fail(given) {
      fault = given;
      changes = [];
    },
    meet: (given) => void (meeting = given),
    answer: (method, ...answers) => void (scripted = answers.map((answer) => ({ method, ...answer }))),
    async empty() {
      const { Contents = [] } = await s3.listObjectsV2({ Bucket: siteBucket });
      for (const { Key } of Contents) await s3.deleteObject({ Bucket: siteBucket, Key });
    },
    async stop() {
      s3.destroy();
      cloudfront.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await local.stop();
    },
  };
}

/** The buckets, the distribution, and the state of `edge` that names them. */
export async function prepareSite(s3: S3, cloudfront: CloudFront): Promise<string> {
  for (const Bucket of [siteBucket, stateBucket]) await s3.createBucket({ Bucket });
  await s3.putBucketVersioning({ Bucket: siteBucket, VersioningConfiguration: { Status: "Enabled" } });
  const origin = {
    Id: "frontend",
    DomainName: `${siteBucket}.s3.amazonaws.com`,
    S3OriginConfig: { OriginAccessIdentity: "" },
  };
  const { Distribution } = await cloudfront.createDistribution({
    DistributionConfig: {
      CallerReference: "test",
      Comment: "test",
      Enabled: true,
      Origins: { Quantity: 1, Items: [origin] },
      DefaultCacheBehavior: { TargetOriginId: "frontend", ViewerProtocolPolicy: "redirect-to-https" },
    },
  });
  const id = Distribution?.Id ?? "";
  const outputs = { frontend_bucket_name: { value: siteBucket }, distribution_id: { value: id } };
  const Body = JSON.stringify({ version: 4, outputs, resources: [] });
  await s3.putObject({ Bucket: stateBucket, Key: "production/edge.tfstate", Body });
  return id;
}

/** What a browser needs: the page, and every file that it, its scripts and its styles name. Path -> MD5. */
export async function visit(s3: S3): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const wanted = ["index.html"];
  for (let path = wanted.shift(); path !== undefined; path = wanted.shift()) {
    if (found.has(path)) continue;
    const { Body } = await s3.getObject({ Bucket: siteBucket, Key: path });
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    found.set(path, md5(bytes));
    const text = Buffer.from(bytes).toString("utf8");
    if (path === "index.html")
      wanted.push(...[...text.matchAll(/(?:href|src)="\/([^"]+)"/g)].map(([, name = ""]) => decodeURIComponent(name)));
    if (path.endsWith(".js"))
      wanted.push(
        ...[...text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css))["'`]/g)].map(
          ([, name]) => `assets/${name}`,
        ),
      );
  }
  return found;
}

/** The builds that a site is whole of: everything but the page lies in it. */
export function wholeOf(site: ReadonlyMap<string, string>, builds: Readonly<Record<string, ReadonlySet<string>>>) {
  const files = [...site].filter(([path]) => path !== "index.html").map(([, hash]) => hash);
  return Object.keys(builds).filter((name) => files.every((hash) => builds[name]?.has(hash) === true));
}

let hours = 0;

export async function runFrontend(root: string, options: Partial<ShipFrontendOptions>): Promise<Run> {
  const printed: string[] = [];
  const noted: string[] = [];
  // Each run an hour after the one before, as ids of releases tell the second.
  hours += 1;
  const code = await shipFrontendCommand(
    {
      ...{ root, environment: "production", rollback: false, list: false, keep: 5, wait: false },
      ...{ allowSourceMaps: false, allowFiles: [], dryRun: false, offline: false, json: false, pollSeconds: 1 },
      clock: steppedClock(Date.UTC(2026, 8, 29) + hours * 3_600_000),
      ...options,
    },
    {
      isTerminal: false,
      bold: (text) => text,
      print: (line) => void printed.push(...line.split("\n")),
      note: (line) => void noted.push(line),
    },
  );
  return { code, printed, noted };
}
