/** `smart360 up`: the whole platform, deployed to the embedded default. */
import { relative } from "node:path";
import type { Environment } from "../../core/environment/schema";
import { environmentOption } from "../../core/environment/where";
import { upAlreadyRuns } from "../../core/errors";
import { judgeLeftOvers, type LeftOver } from "../../core/live/live";
import { names } from "../../core/naming/names";
import { wrap } from "../../core/plan-review/render/wrap";
import { stopAll } from "../../local/daemon/client";
import { takeLock } from "../../local/daemon/lock";
import { ensureLocalFolder, stateFolder, type ProviderMode } from "../../local/daemon/record";
import { enterEmbedded, type Embedded } from "../embedded";
import { passInterrupts } from "../interrupts";
import { display } from "../progress";
import { loadEnvironment, loadManifest } from "../project";
import { seedImages } from "../state/images";
import { leftOverStates } from "../state/left-over";
import { countResources, readState } from "../state/read";
import { synthesize, type StackOnDisk } from "../synthesize";
import { describeFailure } from "../terraform/diagnostics";
import { Interruption } from "../terraform/run";
import { checkTerraform } from "../terraform/version";
import { deploy, type DeployOptions } from "../up/deploy";
import type { StackResult } from "../up/stack-result";
import { offlineHooks } from "../up/offline-hooks";
import { notCreated, renderNotCreated, type NotCreated } from "../up/not-created";
import { neededIn, prepareReal, realHooks } from "../up/real-provider";
import { renderTable, type Row } from "../up/table";
import { ExitCode, type Console } from "../console";
import { widthOf } from "../width";

export interface UpOptions {
  readonly root: string;
  readonly environment: string;
  readonly parallel: number;
  readonly mode: ProviderMode;
  /** Ask terraform of every stack, also of those that are as they were applied. */
  readonly all: boolean;
  readonly json: boolean;
}

export async function up(options: UpOptions, out: Console): Promise<number> {
  const { root } = options;
  const began = performance.now();
  const release = takeLock(ensureLocalFolder(root).upLock);
  if (typeof release !== "function") throw upAlreadyRuns(release.pid);
  const interruption = new Interruption();
  let note = out.note;
  const passNoMore = passInterrupts(interruption, (line) => note(line));

  let embedded: Embedded | undefined;
  let isFinished = false;
  try {
    await checkTerraform();
    const environment = loadEnvironment(root, options.environment);
    const manifest = loadManifest(root, environment);
    const entering = enterEmbedded({ root, environment, mode: options.mode, kind: "up", say: out.note });
    const [entered, synthesized] = await Promise.allSettled([entering, synthesize(root, environment.name)]);
    if (entered.status === "rejected") throw entered.reason;
    embedded = entered.value;
    if (synthesized.status === "rejected") throw synthesized.reason;
    const stacks = synthesized.value;
    const { clients } = embedded;
    const isReal = options.mode === "real";
    if (isReal) await prepareReal({ stacks, environment, embedded, interruption, root, say: out.note });
    else await seedImages(clients, environment, manifest);

    const hooks = isReal
      ? realHooks({ environment, manifest, embedded })
      : offlineHooks({ environment, embedded, all: options.all, folder: stateFolder(root, options.mode) });
    const shown = display(
      stacks.map(({ name }) => name),
      out.isTerminal && !options.json,
      out.note,
    );
    note = shown.note;
    const { progress } = shown;
    const rows = await deployAll(stacks, environment, embedded, { interruption, progress, ...hooks }, options).finally(
      async () => {
        note = out.note;
        await shown.close();
      },
    );
    const seconds = (performance.now() - began) / 1000;
    isFinished = !interruption.requested;
    const missing = isReal ? notCreated(rows, neededIn(stacks)) : [];
    const interrupted = interruption.requested;
    const all = stacks.map(({ name }) => name);
    const leftOver = interrupted ? [] : await leftOverStates(clients, environment, all, out.note);
    report(rows, { environment, embedded, seconds, options, missing, leftOver, interrupted }, out);
    if (interrupted) return ExitCode.interrupted;
    return rows.every(({ outcome }) => outcome === "applied" || outcome === "unchanged")
      ? ExitCode.ok
      : ExitCode.failed;
  } finally {
    passNoMore();
    embedded?.clients.destroy();
    embedded?.connection.finish();
    if (!isFinished && embedded?.connection.startedIt === true) await stopAll(root);
    release();
  }
}

async function deployAll(
  stacks: readonly StackOnDisk[],
  environment: Environment,
  { connection, variables, clients, backend }: Embedded,
  hooks: Pick<DeployOptions, "interruption" | "progress" | "applied" | "holds" | "lacking">,
  { parallel }: UpOptions,
): Promise<readonly Row[]> {
  void connection.lost.then(() => hooks.interruption.request());
  const results = await deploy(stacks, { variables, parallel, keeper: connection, ...hooks });
  return Promise.all(
    results.map(async (result) => {
      const state = await readState(clients, backend.bucket, names.stateKey(environment, result.stack)).catch(() => {});
      return { ...result, resources: state === undefined ? undefined : countResources(state) };
    }),
  );
}

interface Report {
  readonly environment: Environment;
  readonly embedded: Embedded;
  readonly seconds: number;
  readonly options: UpOptions;
  /** What the local AWS could not create for the real provider. */
  readonly missing: readonly NotCreated[];
  /** States of stacks that the app does not have any more. */
  readonly leftOver: readonly LeftOver[];
  readonly interrupted: boolean;
}

function report(rows: readonly Row[], about: Report, out: Console) {
  const { environment, embedded, seconds, options, missing, leftOver, interrupted } = about;
  const { backend, connection } = embedded;
  const folder = relative(process.cwd(), stateFolder(options.root, options.mode));
  const location = `s3://${backend.bucket}/${names.stateKey(environment, "<stack>")}`;
  if (options.json) {
    const result = {
      environment: environment.name,
      state: location,
      seconds,
      stacks: rows,
      notCreated: missing,
      leftOver,
    };
    out.print(JSON.stringify(result, null, 2));
    return;
  }
  for (const row of rows) {
    if (row.outcome === "failed") out.print(`\n${out.bold(row.stack)}\n${describeFailure(row)}`);
  }
  if (missing.length > 0) out.print(`\n${renderNotCreated(missing, widthOf(out))}`);
  out.print(`\n${renderTable(rows)}\n`);
  const by = (...outcomes: StackResult["outcome"][]) => rows.filter(({ outcome }) => outcomes.includes(outcome));
  const list = (some: readonly Row[]) => (some.length === 0 ? "none" : some.map(({ stack }) => stack).join(", "));
  const tell = (text: string) => wrap(text, widthOf(out)).forEach(out.print);
  const [applied, partly] = [by("applied", "unchanged"), by("partly")];
  const rest = rows.filter((row) => !applied.includes(row) && !partly.includes(row));
  if (applied.length < rows.length) {
    tell(`Applied: ${list(applied)}.`);
    if (partly.length > 0) tell(`Partly: ${list(partly)}.`);
    if (rest.length > 0) tell(`Not applied: ${list(rest)}.`);
    const provider = options.mode === "real" ? " --provider real" : "";
    tell(`\`smart360 up${provider}${environmentOption(environment.name)}\` goes on from here.`);
  } else if (by("unchanged").length === rows.length) {
    out.print(`No changes: all ${rows.length} stacks are as synthesized.`);
  }
  judgeLeftOvers(leftOver).forEach(tell);
  const place = connection.record.ministack === undefined ? connection.record.upstream : `the local AWS in ${folder}`;
  out.print(`State: ${location}`);
  out.print(`Locks: table ${backend.lockTable}`);
  out.print(`Both are in ${place}.`);
  out.print(`Took ${seconds.toFixed(1)} s.${interrupted ? "" : " `smart360 down` stops the embedded default."}`);
  tell(nothingReachedAws(options.mode));
}

function nothingReachedAws(mode: ProviderMode): string {
  return mode === "offline"
    ? "Nothing reached AWS, and what AWS alone would check (values, quotas, permissions) was not checked."
    : "Nothing reached AWS: the real provider talked to the local AWS, which knows no quotas and no permissions. " +
        "Scaling, firewall logging, group metrics and database events are only remembered there.";
}
