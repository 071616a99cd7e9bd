/** `smart360 secrets init [service]`: gives the secrets of services their values, and makes their databases. */
import { placeOptions } from "../../core/environment/where";
import {
  rotatedCacheUrl,
  rotatedEntryUnknown,
  rotatedValueMissing,
  rotateNeedsService,
  secretsInterrupted,
  UserError,
  valuesStillMissing,
} from "../../core/errors";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { entriesOf, type SecretEntry } from "../../core/secrets/entries";
import { AwsFailure, type AwsOptions } from "../aws/aws";
import { realClock, type Clock } from "../aws/clock";
import { StepFailure } from "../aws/step-failure";
import { breakOff, ExitCode, type Console } from "../console";
import { isBrokenOff } from "../editing/ask";
import { stopOnInterrupt } from "../interrupts";
import { loadEnvironment, loadManifest } from "../project";
import { entriesToGive, giveValues, type EntryResult, type InitContext } from "../secrets/init";
import { readValuesFile } from "../secrets/values-file";
import { servicesNamed } from "../services";
import { whereOf, withAws } from "../aws/with-aws";

export interface SecretsInitOptions {
  readonly root: string;
  readonly environment: string;
  /** @default every service that is not retired */
  readonly service: string | undefined;
  /** JSON file with values; `-` is stdin. */
  readonly fromFile?: string | undefined;
  /** Entries of the service that get a new value though they have one. */
  readonly rotate: readonly string[];
  readonly timeoutMinutes: number;
  readonly offline: boolean;
  readonly json: boolean;
  readonly pollSeconds: number;
  /** Asks for a value without showing it; undefined where nobody can be asked. */
  readonly ask: ((entry: SecretEntry, stop: AbortSignal) => Promise<string>) | undefined;
  /** @default the real one */
  readonly clock?: Clock;
  readonly onCall?: AwsOptions["onCall"];
}

export async function secretsInit(options: SecretsInitOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  const manifest = loadManifest(options.root, environment);
  const services = servicesNamed(options.service, manifest, environment);
  const entries = services.flatMap((service) => entriesOf(environment, service));
  const rotated = rotatedNames(options, environment, entries);
  const others = servicesNamed(undefined, manifest, environment).filter((service) => !services.includes(service));
  const serviceNames = { asked: services.map(({ name }) => name), others: others.map(({ name }) => name) };
  const file =
    options.fromFile === undefined
      ? new Map<string, string>()
      : readValuesFile(options.fromFile, entries, serviceNames, out.note);
  const stop = stopOnInterrupt();
  try {
    return await withAws({ ...options, environment, needs: "secrets", say: out.note }, (aws) => {
      const context: InitContext = {
        aws,
        environment,
        where: whereOf(options),
        entries,
        rotated,
        clock: options.clock ?? realClock,
        pollSeconds: options.pollSeconds,
        timeoutMinutes: options.timeoutMinutes,
        signal: stop.signal,
        withoutTasks: options.offline,
        report: (service, what) => out.note(`${service}  ${what}`),
      };
      return run(context, file, options, out);
    });
  } finally {
    stop.end();
  }
}

async function run(
  context: InitContext,
  file: ReadonlyMap<string, string>,
  options: SecretsInitOptions,
  out: Console,
): Promise<number> {
  try {
    const given = new Map(file);
    const wanted = (await entriesToGive(context)).filter(({ name }) => !given.has(name));
    const unheard = wanted.filter(({ name }) => context.rotated.has(name)).map(({ entry }) => entry);
    if (options.ask === undefined && unheard.length > 0) throw rotatedValueMissing(options.service ?? "", unheard);
    if (options.ask !== undefined)
      for (const entry of wanted) given.set(entry.name, await options.ask(entry, context.signal));
    return tell(await giveValues(context, given), context, options, out);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (context.signal.aborted || isBrokenOff(error))
      return breakOff(out, options.json, secretsInterrupted(), ExitCode.interrupted);
    if (!(error instanceof StepFailure || error instanceof AwsFailure)) throw error;
    if (error instanceof StepFailure) error.details.forEach(out.note);
    return breakOff(out, options.json, error.message, ExitCode.failed);
  }
}

function tell(
  results: readonly EntryResult[],
  { environment, where }: InitContext,
  { json }: SecretsInitOptions,
  out: Console,
): number {
  const missing = results.filter(({ outcome }) => outcome === "no value");
  if (json) out.print(JSON.stringify({ environment: environment.name, secrets: results }, null, 2));
  if (missing.length > 0) out.note(valuesStillMissing(missing.map(({ service, entry }) => `${service}/${entry}`)));
  else if (!json) out.print(`Every secret has a value (${results.length}).`);
  const rotated = [...new Set(results.filter(({ outcome }) => outcome === "rotated").map(({ service }) => service))];
  for (const service of rotated)
    out.note(`Running tasks keep the old value until: smart360 ship ${service} --redeploy${placeOptions(where)}`);
  return missing.length > 0 ? ExitCode.user : ExitCode.ok;
}

function rotatedNames(
  options: SecretsInitOptions,
  environment: Environment,
  entries: readonly SecretEntry[],
): ReadonlySet<string> {
  const { rotate, service } = options;
  if (rotate.length > 0 && service === undefined) throw rotateNeedsService();
  const known = entries.map(({ entry }) => entry);
  for (const entry of rotate) {
    const found = entries.find((each) => each.entry === entry);
    if (found === undefined) throw rotatedEntryUnknown(service ?? "", entry, known);
    if (found.origin === "cache") throw rotatedCacheUrl(found.service, entry, whereOf(options));
  }
  return new Set(rotate.map((entry) => names.secret(environment, service ?? "", entry)));
}
