/** Messages about secrets. None quotes a value. */
import { counted, listed, quote, suggestion } from "../document/text";
import { stopTasks } from "./command";
import { placeOptions, type Where } from "../environment/where";
import { UserError } from "./user-error";

export function secretsNotThere(names: readonly string[], environment: string): UserError {
  return new UserError(
    `Secrets Manager has no ${listed(names)}. Apply the stack \`registry\` of ${environment} first. Nothing was done.`,
  );
}

export function secretsBeingDeleted(names: readonly string[]): UserError {
  return new UserError(
    `${listed(names)} ${names.length === 1 ? "is" : "are"} being deleted. ` +
      "Restore what is still needed (`aws secretsmanager restore-secret`). Nothing was done.",
  );
}

export function dataNotApplied(environment: string): UserError {
  return new UserError(
    `Where database and cache are is not known yet: apply the stack \`data\` of ${environment} first. Nothing was done.`,
  );
}

export function rotateNeedsService(): UserError {
  return new UserError("--rotate changes one service's secret. Name the service: smart360 secrets init <service>.");
}

/** Why the option is refused; the argument parser puts it before. */
export function noSecretEntry(value: string): string {
  return `${quote(value)} is no secret: give the name of one, such as database-url.`;
}

export function rotatedEntryUnknown(service: string, entry: string, known: readonly string[]): UserError {
  return new UserError(`${service} has no secret ${quote(entry)} to rotate. ${suggestion(entry, known, "Known are")}`);
}

export function rotatedCacheUrl(service: string, entry: string, where: Where): UserError {
  return new UserError(
    `${entry} of ${service} holds the token of Redis, which the stack \`data\` draws, one for all services: there is nothing ` +
      "to rotate in it. Change the token (docs/adr/0006-redis-token-in-state.md); " +
      `\`smart360 secrets init${placeOptions(where)}\` then writes every ${entry} anew. Nothing was done.`,
  );
}

export function rotatedValueMissing(service: string, entries: readonly string[]): UserError {
  return new UserError(
    `Without a terminal nobody can be asked for the new value of ${listed(entries)} of ${service}. ` +
      "Give it with --from-file. Nothing was done.",
  );
}

export function valuesFileUnreadable(file: string, reason: string): UserError {
  return new UserError(`${file} cannot be read (${reason}). Give --from-file the path of a JSON file, or - for stdin.`);
}

/** The parser's own words would quote the file, which holds secrets. */
export function valuesFileNotJson(file: string): UserError {
  return new UserError(`${file} is no JSON. It must look like ${shapeOfValues}.`);
}

export function valuesFileWrong(file: string, problems: readonly string[]): UserError {
  return new UserError([`${file} does not fit:`, ...problems.map((problem) => `  ${problem}`)].join("\n"));
}

const shapeOfValues = '{"billing": {"django-secret-key": "..."}}';

/** Single lines of `valuesFileWrong`. */
export const valueProblems = {
  notObject: (where: string) => `${where} must be an object: the whole is to look like ${shapeOfValues}.`,
  unknownService: (name: string, known: readonly string[]) =>
    `${quote(name)} is no service of this environment. ${suggestion(name, known, "Known are")}`,
  unknownEntry: (service: string, entry: string, known: readonly string[]) =>
    `${service} has no secret ${quote(entry)} that takes a value. ` +
    (known.length === 0 ? "It has none at all." : suggestion(entry, known, "Known are")),
  composed: (service: string, entry: string) =>
    `${service} > ${entry}: this value is composed by the command. Leave it out.`,
  notText: (service: string, entry: string) => `${service} > ${entry}: must be a text that is not empty.`,
};

export function valuesFileOpen(file: string): string {
  return `warning: ${file} can be read by others on this machine. Make it yours alone: chmod 600 ${file}`;
}

export function valuesLeftAlone(file: string, services: readonly string[]): string {
  return `${file} also holds values of ${listed(services)}, which ${services.length === 1 ? "was" : "were"} not asked for: left alone`;
}

export function foreignDatabaseUrl(service: string, name: string, where: Where): UserError {
  return new UserError(
    `${name} holds a value that is not the URL of the database of ${service}, so its password is not known. ` +
      `Look at it, or have it written anew: smart360 secrets init ${service} --rotate database-url${placeOptions(where)}.`,
  );
}

export function cacheTokenMissing(secret: string): UserError {
  return new UserError(
    `The token of Redis (${secret}) has no value. Apply the stack \`data\` again, then repeat this.`,
  );
}

export function setupTaskUndefined(family: string): UserError {
  return new UserError(
    `ECS knows no task definition ${family}, which makes the databases. Apply the stack \`data\` again, then repeat this.`,
  );
}

export function clusterMissing(cluster: string): UserError {
  return new UserError(
    `There is no cluster ${cluster} to make the databases from. Apply the stack \`platform\` first, then repeat this.`,
  );
}

const repeat = "What is done stays: repeat the command when that is mended.";

export function valueNotSettled(name: string, seconds: number): string {
  return (
    `Secrets Manager does not tell what was written to ${name} within ${counted(seconds, "second")}, so the database has not ` +
    `heard of it. ${repeat}`
  );
}

export function setupNotStarted(service: string, reason: string): string {
  return `The database of ${service} was not made: ECS could not start the task (${reason}). ${repeat}`;
}

export function setupFailed(service: string, how: string): string {
  return `The database of ${service} was not made: the task ${how}. ${repeat}`;
}

export function setupTooLong(service: string, minutes: number): string {
  return `The database of ${service} was not made within ${counted(minutes, "minute")}. ${repeat}`;
}

export function leftSetupTooLong(service: string, tasks: readonly string[], cluster: string, minutes: number): string {
  const isOne = tasks.length === 1;
  return (
    `${isOne ? "Task" : "Tasks"} ${listed(tasks)} of an earlier command still ${isOne ? "runs" : "run"} after ` +
    `${counted(minutes, "minute")} (--timeout), and two at once would meet in the database of ${service}. Wait for ${isOne ? "its" : "their"} ` +
    `end, or stop ${isOne ? "it" : "them"} (\`${stopTasks(cluster, tasks)}\`). ${repeat}`
  );
}

export function secretsInterrupted(): string {
  return "Interrupted. What is done stays, and nothing is lost: repeat the command.";
}

export function valuesStillMissing(names: readonly string[]): string {
  return `Still without a value: ${listed(names)}. Run it on a terminal, or give them with --from-file.`;
}
