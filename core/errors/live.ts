/** Messages of `smart360 check --live`. */
import { counted, listed } from "../document/text";
import { UserError } from "./user-error";

interface LockWords {
  readonly key: string;
  readonly id: string;
  readonly who: string;
  readonly operation: string;
  readonly age: string | undefined;
}

const held = ({ key, who, operation, age }: LockWords) =>
  `${key} is locked by ${who} (${operation})${age === undefined ? "" : ` for ${age}`}`;

/** What to do about resources that nothing plans any more. */
const orphanAdvice = (entry: string, it: "it" | "them") =>
  `nothing plans them any more. When ${entry} gone from services.json, put ${it} back and retire ${it} (\`smart360 remove\`).`;

export const liveProblems = {
  orphan: (key: string, resources: number | undefined) =>
    `${key} belongs to no stack of the app, and holds ${resources === undefined ? "resources" : counted(resources, "resource")}: ${orphanAdvice("its service's entry is", "it")}`,
  orphans: (states: readonly { readonly key: string; readonly resources: number }[]) =>
    `${listed(states.map(({ key, resources }) => `${key} (${counted(resources, "resource")})`))} belong to no stack of the app: ${orphanAdvice("their services' entries are", "them")}`,
  emptyOrphan: (key: string) => `${key} belongs to no stack any more, and is empty. It can be deleted.`,
  notDeployedYet: (stacks: readonly string[]) => `not deployed yet: ${listed(stacks)}`,
  stillThere: (stack: string, resources: number) =>
    `the service of ${stack} is retired, and the stack still holds ${counted(resources, "resource")}: apply it.`,
  isEmpty: (stack: string) => `the service of ${stack} is retired, and nothing of the stack is left.`,

  staleLock: (lock: LockWords) =>
    `${held(lock)}. No apply takes that long. When nobody works on it, \`terraform force-unlock ${lock.id}\` in the stack's folder of cdktf.out/stacks.`,
  heldLock: (lock: LockWords) => `${held(lock)}.`,

  secretsMissing: (names: string) => `not there yet: ${names}. Applying registry makes them.`,
  secretsEmpty: (names: string) => `without a value: ${names}. \`smart360 secrets init\` sets them.`,
} as const;

export const stateBucketMissing = (bucket: string, environment: string) =>
  new UserError(
    `There is no state bucket ${bucket}: environment ${environment} was never deployed. ` +
      `\`smart360 bootstrap -e ${environment}\` makes it.`,
  );

export const lockTableMissing = (table: string, environment: string) =>
  new UserError(
    `There is no lock table ${table}: two applies at once would not notice each other there. ` +
      `\`smart360 bootstrap -e ${environment}\` makes it.`,
  );

export const bucketElsewhere = (bucket: string, found: string, expected: string) =>
  new UserError(`The state bucket ${bucket} is in ${found}, and the environment in ${expected}. Correct the region.`);

export const bucketForbidden = (bucket: string) =>
  new UserError(
    `The state bucket ${bucket} does not let these credentials in. Use a role that may read it, such as Jenkins' plan role.`,
  );
