/** A local AWS of a test's own, in a temporary folder, behind the loopback proxy. */
import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startMinistack } from "../../local/aws/ministack";
import { freePort } from "../../local/aws/ports";
import { ensureVenv } from "../../local/aws/venv";
import type { ServiceRoute } from "../../local/proxy/message";
import { startProxy, type Proxy } from "../../local/proxy/proxy";
import { localClients, type AwsClients } from "../../ops/state/clients";
import { embeddedEnvironment } from "../../ops/terraform/environment";

export const projectRoot = resolve(import.meta.dirname, "../..");
export const accountId = "111122223333";

export interface LocalAws {
  readonly folder: string;
  readonly proxy: Proxy;
  readonly clients: AwsClients;
  /** Environment variables of a terraform that runs on it. */
  readonly variables: Record<string, string>;
  stop(): Promise<void>;
}

export async function startLocalAws(routes?: ReadonlyMap<string, ServiceRoute>): Promise<LocalAws> {
  const folder = mkdtempSync(join(tmpdir(), "smart360-test-"));
  const log = { path: join(folder, "aws.log"), fd: openSync(join(folder, "aws.log"), "a") };
  const python = await ensureVenv(projectRoot);
  const ministack = await startMinistack({ python, port: await freePort(), stateDir: join(folder, "aws"), log });
  const proxy = await startProxy({ upstream: ministack.url, ...(routes === undefined ? {} : { routes }) });
  const clients = localClients(proxy.url, accountId, "us-east-1");
  const cliConfigFile = join(folder, "terraform.rc");
  writeFileSync(cliConfigFile, "");
  return {
    folder,
    proxy,
    clients,
    variables: embeddedEnvironment(process.env, {
      accountId,
      region: "us-east-1",
      proxyUrl: proxy.url,
      reattach: undefined,
      cliConfigFile,
    }),
    async stop() {
      clients.destroy();
      await proxy.close();
      const gone = new Promise((done) => ministack.process.once("exit", done));
      ministack.process.kill("SIGTERM");
      await gone;
      closeSync(log.fd);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
