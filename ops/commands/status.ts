/** `smart360 status`: what of the embedded default runs. */
import { relative } from "node:path";
import { isAlive } from "../../local/daemon/process";
import { localFolder, readRecord } from "../../local/daemon/record";
import { ExitCode, type Console } from "../console";

export function status(root: string, json: boolean, out: Console): number {
  const record = readRecord(root);
  const isRunning = record !== undefined && isAlive(record.daemon);
  const facts = isRunning
    ? {
        running: true,
        provider: record.mode,
        process: record.daemon.pid,
        localAws: record.upstream,
        endpoint: `http://127.0.0.1:${record.proxyPort}`,
        log: relative(process.cwd(), localFolder(root).log),
      }
    : { running: false };
  if (json) out.print(JSON.stringify(facts, null, 2));
  else if (!("process" in facts)) out.print("The embedded default does not run. `smart360 up` starts it.");
  else {
    out.print(`The embedded default runs (process ${facts.process}) with the ${facts.provider} provider.`);
    out.print(`Endpoint for AWS programs: ${facts.endpoint} (local AWS: ${facts.localAws})`);
    out.print(`Log: ${facts.log}`);
  }
  return ExitCode.ok;
}
