/** Messages of `smart360 plan`. */
import { suggestion } from "../document/text";
import { offlineOption, type Where } from "../environment/where";
import { reasonOf, UserError } from "./user-error";

/** The command that plans the same anew. */
export const planAgain = ({ environment, target }: Where) =>
  `\`smart360 plan -e ${environment}${offlineOption(target)}\``;

/** `pattern` is a name, or one with `*`. */
export function unknownStack(pattern: string, known: readonly string[]): UserError {
  const service = known.find((stack) => stack === `service-${pattern}`);
  const advice = service === undefined ? suggestion(pattern, known, "Known are") : `Did you mean "${service}"?`;
  return new UserError(`There is no stack ${pattern}. ${advice}`);
}

/** The account holds no state bucket yet. */
export function notBootstrapped(bucket: string, environment: string): UserError {
  return new UserError(
    `The account has no bucket ${bucket}, where the states lie. Run \`smart360 bootstrap -e ${environment}\` first.`,
  );
}

export function planAlreadyRuns(environment: string, pid: number): UserError {
  return new UserError(
    `Another \`smart360 plan\` or \`apply\` of ${environment} runs already (process ${pid}). Wait for it, or interrupt it first.`,
  );
}

/** `options` are those of the command, with a space before each. */
export function planInterrupted(options: string): string {
  return `Interrupted: no plan is kept. \`smart360 plan${options}\` begins anew.`;
}

export function leftOverUnknown(error: unknown): string {
  return `Whether states of former stacks are left over is not known: ${reasonOf(error)}`;
}

export function noPlans(wanted: Where): UserError {
  return new UserError(`Nothing is planned for ${wanted.environment}. Run ${planAgain(wanted)} first.`);
}

export function planRunUnreadable(file: string, wanted: Where): UserError {
  return new UserError(`${file} was not written by this version of smart360. Run ${planAgain(wanted)} again.`);
}
