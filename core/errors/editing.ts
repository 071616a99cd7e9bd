/** Messages of `smart360 add`, `set` and `remove`, and about entries that are gone. */
import { listed, quote, suggestion } from "../document/text";
import { type Issue, ManifestError } from "./manifest-error";
import { UserError } from "./user-error";

/** What an edit would make of the file is wrong. */
export const editRefused = (file: string, issues: readonly [Issue, ...Issue[]]) =>
  new ManifestError(
    issues,
    `${file} stays as it is: after this edit it would be wrong. Lines and columns are those of the edited text.`,
  );

/** The file is wrong already, apart from the edit. */
export const wrongBeforeEdit = (file: string, issues: readonly [Issue, ...Issue[]]) =>
  new ManifestError(issues, `${file} stays as it is: it is wrong already. Mend it first.`);

export const unknownService = (name: string, known: readonly string[]) =>
  new UserError(`There is no service ${quote(name)}. ${suggestion(name, known, "Known are")}`);

export const unknownField = (field: string, known: readonly string[]) =>
  new UserError(
    `A service has no field ${quote(field)}. ` +
      (known.length === 1 ? `Did you mean ${quote(known[0] ?? "")}?` : suggestion(field, known, "Known are")),
  );

/** What was given for a field cannot be read; `expected` completes "takes ...", `hint` is a sentence of its own or nothing. */
export const unreadableValue = (field: string, text: string, expected: string, hint = "") =>
  new UserError(`${field} takes ${expected}, got ${quote(text)}.${hint}`);

/** A value of a map given by an option: `what` is `KEY=VALUE`. */
export const notPair = (flag: string, what: string, text: string) =>
  new UserError(`${flag} takes ${what}, got ${quote(text)}.`);

export const valueMissing = (field: string) =>
  new UserError(`A value for ${field} is missing. Give it behind the field, or --unset to fall back to the default.`);

export const valueAndUnset = () => new UserError("Give either a value or --unset, not both.");

/** Fields that `add` cannot do without; `proposals` are those for which --yes takes what is proposed. */
export const fieldsMissing = (flags: readonly string[], proposals: readonly string[]) =>
  new UserError(
    `${listed(flags)} ${flags.length === 1 ? "is" : "are"} missing, and there is no terminal to ask on.` +
      (proposals.length === 0 ? "" : ` With --yes, ${listed(proposals)} would be proposed.`),
  );

export const requiredField = (field: string) =>
  new UserError(`${quote(field)} is required: it cannot be unset. Set another value instead.`);

export const nameIsForLife = (name: string) =>
  new UserError(
    `A service cannot be renamed: its resources carry the name ${quote(name)}. ` +
      `Add the new one, release it, then take this one out: \`smart360 add\`, \`smart360 remove ${name}\`.`,
  );

export const retireByRemove = (name: string, environment: string | undefined) =>
  new UserError(
    `Services are taken out of use by \`smart360 remove ${name}${environment === undefined ? "" : ` -e ${environment}`}\`, ` +
      "which tells what that destroys.",
  );

export const alreadyRetired = (name: string, environments: readonly string[]) =>
  new UserError(
    `${quote(name)} is retired already in ${listed(environments)}. Once that is applied, ` +
      `\`smart360 remove ${name} --purge\` gives its images and secrets up.`,
  );

export const alreadyPurged = (name: string, environment: string) =>
  new UserError(
    `${quote(name)} is purged already in ${environment}. Its entry can go once it is purged in every environment.`,
  );

/** It is retired here, but not where the platform is applied from. */
export const retiringNotReleased = (name: string, base: string) =>
  new UserError(
    `${quote(name)} cannot be purged yet: at ${base} it is in use. Have its retiring reviewed and applied first: ` +
      "registry is applied before its stack, and would delete the images of tasks that still run.",
  );

export const purgeNotReleased = (name: string, base: string) =>
  new UserError(
    `The entry of ${quote(name)} cannot go yet: at ${base} it is not purged. ` +
      "Have the purge reviewed and applied first; until then the entry says what is to be destroyed.",
  );

export const notRetired = (name: string, environments: readonly string[]) =>
  new UserError(
    `${quote(name)} is in use in ${listed(environments)}: only what is retired can be purged. In this order:\n` +
      `  1. smart360 remove ${name}: its stack becomes empty\n` +
      `  2. apply service-${name}: the service is destroyed\n` +
      `  3. smart360 remove ${name} --purge: its images and secrets are given up`,
  );

export const confirmationMissing = () =>
  new UserError("Nothing was changed: there is no terminal to ask on. Give --yes to confirm.");

export const changedMeanwhile = (file: string) =>
  new UserError(`${file} was changed by someone else in the meantime. Nothing was written; run the command again.`);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "its folder cannot be written",
  EPERM: "its folder cannot be written",
};

/** The system refused to write; the file holds what it held before. */
export const notWritten = (file: string, code: string, message: string) =>
  new UserError(
    `${file} was not written: ${reasons[code] ?? message}${code === "" ? "" : ` (${code})`}. It is as it was.`,
  );

/** What an entry would leave behind that is gone, though it was not retired, or not purged, before. */
export const vanishedProblems = {
  inUse: (name: string) =>
    `${quote(name)} is gone. Its stack service-${name} would be orphaned: nothing would ever destroy it, while registry would destroy its images and secrets. ` +
    `Put the entry back and retire it: \`smart360 remove ${name}\`.`,
  purgedInUse: (name: string, environments: readonly string[]) =>
    `got "purge", and ${quote(name)} was in use in ${listed(environments)} before: registry would delete the images of tasks that still run. ` +
    "Set it to true first, apply that, and purge then.",
  retired: (name: string) =>
    `${quote(name)} is gone, and was retired only: registry would destroy its images and secrets. ` +
    `Put the entry back and give them up by name: \`smart360 remove ${name} --purge\`.`,
  renamed: (name: string, before: string, alike: string) =>
    `this is ${quote(before)} with another name (${alike}), and a name is for life: service-${before} would be orphaned, its images and secrets destroyed, and service-${name} created without an image. ` +
    `Name it ${quote(before)} again. To have ${quote(name)} instead: add it beside, release it, then \`smart360 remove ${before}\`.`,
  samePaths: (paths: readonly string[]) => `it has ${listed(paths.map(quote))}`,
  sameFields: (fields: readonly string[]) => `the same ${listed(fields)}`,
};
