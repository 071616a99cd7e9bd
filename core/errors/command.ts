/** Messages of the command and of the embedded default. */
import { listed, nearest, quote } from "../document/text";
import { UserError } from "./user-error";

/** A program that the command needs is not on the PATH. */
export function toolMissing(tool: string, minimum: string, purpose: string): UserError {
  return new UserError(`${tool} was not found on the PATH. Install ${tool} ${minimum} or newer: ${purpose}.`);
}

export function toolTooOld(tool: string, found: string, minimum: string): UserError {
  return new UserError(`${tool} ${found} is too old. Install ${tool} ${minimum} or newer.`);
}

export function toolUnreadable(tool: string, output: string): UserError {
  return new UserError(`${tool} did not tell its version; it printed: ${output === "" ? "(nothing)" : output}`);
}

/** `python3 -m venv` failed; `output` is the last thing it said. */
export function venvFailed(output: string): UserError {
  return new UserError(
    `python3 could not create a virtual environment (on Debian and Ubuntu: apt install python3-venv). It said:\n${output}`,
  );
}

/** `pip install` of what a virtual environment holds failed; `output` is the last thing it said. */
export function pipFailed(holds: string, requirements: string, output: string): UserError {
  return new UserError(
    `pip could not install ${holds} (${requirements}); it needs a Python package index once. It said:\n${output}`,
  );
}

export function localAwsFailed(logFile: string, output: string): UserError {
  return new UserError(`The local AWS did not start. The end of ${logFile}:\n${output}`);
}

export function daemonFailed(logFile: string, output: string): UserError {
  return new UserError(`The embedded default did not start. The end of ${logFile}:\n${output}`);
}

export function portTaken(variable: string, port: number): UserError {
  return new UserError(
    `Port ${port} of 127.0.0.1, asked for by ${variable}, is taken by another program. ` +
      `Choose another, or unset ${variable}: a free port is then found.`,
  );
}

export function badPort(variable: string, value: string): UserError {
  return new UserError(`${variable} is ${JSON.stringify(value)}; it must be a port from 1 to 65535.`);
}

export function folderNotWritable(folder: string): UserError {
  return new UserError(`${folder} cannot be written. The embedded default keeps its state there: make it writable.`);
}

/** `AWS_ENDPOINT_URL` names AWS itself: the embedded default must never reach it. */
export function endpointIsAws(url: string): UserError {
  return new UserError(
    `AWS_ENDPOINT_URL is ${url}, which is AWS itself. Unset it for the embedded default, or name a local endpoint.`,
  );
}

export function badEndpoint(url: string): UserError {
  return new UserError(
    `AWS_ENDPOINT_URL is ${JSON.stringify(url)}; it must be an http or https URL such as http://127.0.0.1:4566.`,
  );
}

export function upAlreadyRuns(pid: number): UserError {
  return new UserError(`Another \`smart360 up\` runs already (process ${pid}). Wait for it, or interrupt it first.`);
}

export function otherEmbeddedDefault(what: string, running: string, asked: string): UserError {
  return new UserError(
    `The embedded default runs with ${what} ${running}, and ${asked} is asked for. Run \`smart360 down\` first.`,
  );
}

export function unknownEnvironment(name: string, known: readonly string[]): UserError {
  const meant = nearest(name, known);
  const others = known.length === 0 ? "There is none yet." : `Known: ${known.join(", ")}.`;
  return new UserError(
    `There is no environments/${name}.json. ${meant === undefined ? others : `Did you mean ${quote(meant)}?`}`,
  );
}

export function fileMissing(path: string, what: string): UserError {
  return new UserError(`${path} was not found: ${what}.`);
}

const readingProblems: Readonly<Record<string, string>> = {
  EACCES: "you may not read it",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead in a circle",
};

/** `code` is the system's, as `EACCES`. */
export function fileUnreadable(path: string, code: string): UserError {
  return new UserError(`${path} cannot be read: ${readingProblems[code] ?? "the system refused"} (${code}).`);
}

const writingProblems: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Make room",
  EDQUOT: "Your disk quota is used up. Make room",
  EROFS: "The file system is read-only. Make it writable",
};

/** What to tell of a write that the system refused somewhere; undefined when it is of no such kind. */
export function writeRefused(code: unknown, path: unknown): string | undefined {
  const problem = writingProblems[String(code)];
  const where = typeof path === "string" ? `, ${path}` : "";
  return problem === undefined ? undefined : `${problem}, and run the command again (${String(code)}${where}).`;
}

export function notUtf8(path: string): UserError {
  return new UserError(`${path} is not UTF-8 text. Save it as UTF-8.`);
}

export function synthesisFailed(output: string): UserError {
  return new UserError(`The app could not be synthesized:\n${output}`);
}

/** Why `--parallel` is refused; the argument parser puts the option before it. */
export function parallelOutOfRange(value: string): string {
  return `${JSON.stringify(value)} is no whole number from 1 to 32.`;
}

export function nodeTooOld(found: string, minimum: string): UserError {
  return toolTooOld("Node", found, minimum);
}

export function commandNotFound(program: string): UserError {
  return new UserError(`${program} was not found, or cannot be run. Give a program of the PATH after \`--\`.`);
}

/** A run of terraform that the command needed failed; `output` is what it said. */
export function terraformFailed(command: string, output: string): Error {
  return new Error(`terraform ${command} failed:\n${output}`);
}

export function noCredentials(reason: string): UserError {
  return new UserError(
    `AWS did not say whose credentials these are: ${reason}. Sign in first (\`aws sso login\`, or AWS_PROFILE).`,
  );
}

export function wrongAccount(found: string, expected: string, environment: string): UserError {
  return new UserError(
    `The credentials belong to account ${found}, and environment ${environment} is account ${expected} ` +
      `(environments/${environment}.json). Nothing was done. Use credentials of ${expected}.`,
  );
}

export function stackMissing(stack: string): UserError {
  return new UserError(`The app has no stack ${stack}.`);
}

export function bootstrapConflict(folder: string, bucket: string): UserError {
  return new UserError(
    `${folder} holds a state whose resources are not in the state of bucket ${bucket}: two bootstraps ran. ` +
      `Nothing was done. Compare the two; when the bucket's is the right one, remove the folder.`,
  );
}

/**
 * What bootstrap is to make is there under its name, and has not the tags by which it is known.
 *
 * @param folder from which terraform imports
 */
export function bootstrapForeign(
  foreign: readonly { readonly address: string; readonly id: string }[],
  folder: string,
): UserError {
  const ids = listed(foreign.map(({ id }) => id));
  const imports = foreign.map(({ address, id }) => `  terraform -chdir=${folder} import ${address} ${id}`);
  return new UserError(
    [
      `${ids} ${foreign.length === 1 ? "is" : "are"} there already, without the tags of this stack (an alias: its key has ` +
        "not): somebody else may have made it. Nothing was taken over. Remove what is not needed; what is this environment's, " +
        "import. Then run `smart360 bootstrap` again.",
      ...imports,
    ].join("\n"),
  );
}

export function bootstrapUnverified(localCopy: string, remote: string): UserError {
  return new UserError(
    `The state in ${remote} is not the one that was moved there; ${localCopy} is kept. ` +
      `Compare the two before you run \`smart360 bootstrap\` again.`,
  );
}

/** To be typed; each takes one task. */
export function stopTasks(cluster: string, tasks: readonly string[]): string {
  return tasks.map((task) => `aws ecs stop-task --cluster ${cluster} --task ${task}`).join("; ");
}

/** A call of AWS failed, after the SDK's own retries. */
export function awsRefused(call: string, reason: string): Error {
  return new Error(`AWS refused ${call}: ${reason}`);
}

/** Nothing answered: the network failed. */
export function awsSilent(call: string, reason: string): Error {
  return new Error(`AWS did not answer ${call}: ${reason}`);
}

export function instanceGroupMissing(group: string, region: string): UserError {
  return new UserError(`There is no Auto Scaling group ${group} in ${region}. Deploy the stack \`platform\` first.`);
}

export function amiParameterMissing(parameter: string, region: string): UserError {
  return new UserError(`AWS has no parameter ${parameter} in ${region}, which names the AMI. Correct the region.`);
}

/** Why the following stopped when AWS no longer lists the refresh. */
export function refreshForgotten(id: string): Error {
  return new Error(`AWS does not list ${id} any more`);
}

export function followingStopped(id: string, reason: string): Error {
  return new Error(
    `Instance refresh ${id} could not be followed further: ${reason}. It goes on; \`smart360 patch\` follows it again.`,
  );
}
