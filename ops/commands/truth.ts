/** `smart360 truth`: holds the offline provider against the real one. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { truthInterrupted } from "../../core/errors";
import { names } from "../../core/naming/names";
import { stopAll } from "../../local/daemon/client";
import { waitForLock } from "../../local/daemon/lock";
import { identify } from "../../local/daemon/process";
import { readRecord } from "../../local/daemon/record";
import { codeRoot } from "../../local/paths";
import { startProvider } from "../../local/provider/server";
import { edits } from "../../local/truth/edits";
import { explanations } from "../../local/truth/explained";
import { startRealProvider } from "../../local/truth/real-provider";
import { counts, render } from "../../local/truth/render";
import { report, skipped, type Report } from "../../local/truth/report";
import type { Json } from "../../local/truth/plan-document";
import { breakOff, ExitCode, type Console } from "../console";
import { enterEmbedded } from "../embedded";
import { passInterrupts } from "../interrupts";
import { loadEnvironment, loadManifest } from "../project";
import { placeholderImage } from "../state/images";
import { readDocument, synthesize, type StackOnDisk } from "../synthesize";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { compareAll } from "../truth/compare-all";
import { installProvider, type Installed } from "../truth/install";
import { Planner } from "../truth/planner";

/** Go's own setting: plans of the firewall take less time with rarer collections of garbage, and some more memory. */
const garbagePercent = "200";

export interface TruthOptions {
  readonly root: string;
  readonly environment: string;
  /** Only edits of resources whose type or description holds this text. */
  readonly only?: string;
  /** Where the report goes as JSON, as a path from the working folder. @default .gen/reports/truth.json */
  readonly report?: string;
  /** Whether the report is printed as JSON. */
  readonly json: boolean;
}

export async function truth(options: TruthOptions, out: Console): Promise<number> {
  const { root, json } = options;
  await checkTerraform();
  const environment = loadEnvironment(root, options.environment);
  const work = join(root, ".gen", "truth");
  mkdirSync(work, { recursive: true });
  // Two comparisons would write over each other's stacks and states.
  const release = await waitForLock(join(root, ".gen", "truth.lock"));
  const interruption = new Interruption();
  const passNoMore = passInterrupts(interruption, out.note);
  const file = resolve(options.report ?? join(root, ".gen", "reports", "truth.json"));
  const write = (content: object) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  };
  const interrupted = () => breakOff(out, json, truthInterrupted(), ExitCode.interrupted);
  try {
    rmSync(file, { force: true }); // an old one says nothing of this run
    const stacks = await synthesize(root, environment.name, join(".gen", "truth", "cdktf.out"));
    const [first] = stacks;
    if (first === undefined) throw new Error("the app has no stacks");
    const installed = await installProvider({
      folder: join(work, "install"),
      stack: readDocument(first) as Json,
      interruption,
    });
    if (interruption.requested) return interrupted();
    if ("missing" in installed) {
      write({ ...skipped, reason: installed.missing });
      out.note(`The real AWS provider cannot be installed here, so nothing was compared:\n${installed.missing}`);
      out.print(json ? JSON.stringify(skipped) : counts(skipped));
      return ExitCode.ok;
    }
    const outcome = await compareWith(installed, stacks, environment, work, interruption, options, out);
    if (outcome === undefined) return interrupted();
    write(outcome);
    out.print(json ? JSON.stringify(outcome, undefined, 2) : `\n${render(outcome)}`);
    return outcome.failed === 0 ? ExitCode.ok : ExitCode.failed;
  } catch (error) {
    if (interruption.requested) return interrupted();
    throw error;
  } finally {
    passNoMore();
    release();
  }
}

/**
 * Everything starts from nothing: neither what is deployed on this machine nor what an older build left has a part.
 * Undefined when it was interrupted.
 */
async function compareWith(
  { program, version }: Installed,
  stacks: readonly StackOnDisk[],
  environment: Environment,
  work: string,
  interruption: Interruption,
  { root, only }: TruthOptions,
  out: Console,
): Promise<Report | undefined> {
  const images = new Map(
    loadManifest(root, environment).services.map(({ name }) => [
      names.imageParameter(environment, name),
      placeholderImage(environment, name),
    ]),
  );
  const closers: (() => Promise<unknown> | void)[] = [];
  try {
    // The real provider asks AWS who it is before it plans anything: the local AWS answers.
    const wasRunning = readRecord(root) !== undefined;
    const { connection, clients, ...embedded } = await enterEmbedded({
      root,
      environment,
      mode: "offline",
      kind: "up",
      say: out.note,
    });
    closers.push(async () => {
      clients.destroy();
      connection.finish();
      if (!wasRunning) await stopAll(root);
    });
    const variables = { ...embedded.variables, GOGC: garbagePercent };
    void connection.lost.then(() => interruption.request());

    let ofOffline: ReadonlySet<string> = new Set();
    const offline = await startProvider({
      root: codeRoot,
      cacheDir: join(codeRoot, ".gen", "provider-schema"),
      types: () => ofOffline,
      ssmParameter: async (name) => images.get(name),
    });
    closers.push(() => offline.stop());

    let ofReal: ReadonlySet<string> = new Set();
    const real = await startRealProvider({
      program,
      variables,
      wanted: (type) => ofReal.has(type),
      onSpawn(pid) {
        const process = identify(pid);
        if (process !== undefined) connection.group(process);
      },
    });
    closers.push(() => real.stop());

    const planner = (name: string, reattach: string, serve: (types: ReadonlySet<string>) => void) =>
      new Planner({
        folder: join(work, name),
        variables: { ...variables, TF_REATTACH_PROVIDERS: reattach },
        keeper: connection,
        interruption,
        serve,
      });
    out.note(`Each stack, and every edit of it, is planned by the offline provider and by AWS provider ${version}.`);
    const results = await compareAll({
      stacks,
      edits: edits.filter(({ of, what }) => only === undefined || `${of}: ${what}`.includes(only)),
      offline: planner("offline", offline.reattach, (types) => (ofOffline = types)),
      real: planner("real", real.reattach, (types) => (ofReal = types)),
      states: join(work, "states"),
      say(line) {
        if (!interruption.requested) out.note(line); // what is planned no more compares as nothing
      },
    });
    if (interruption.requested) return undefined;
    return report({ ...results, providerVersion: version, isWhole: only === undefined }, explanations);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
