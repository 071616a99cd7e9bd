/** Messages of `smart360 check --live`. */
import { counted, listed } from "../document/text";
import { names, type StatePlace } from "../naming/names";
import { UserError } from "./user-error";

interface LockWords {
  /** Of the state. */
  readonly key: string;
  readonly id: string;
  /** Who, since when and what for. */
  readonly holder: string;
}

/** What to do about resources that nothing plans any more. */
const orphanAdvice = (entry: string, it: "it" | "them") =>
  `nothing plans them any more. When ${entry} gone from services.json, put ${it} back and retire ${it} (\`smart360 remove\`).`;

export const liveProblems = {
  orphan: (key: string, resources: number | undefined) =>
    `${key} belongs to no stack of the app, and holds ${resources === undefined ? "resources" : counted(resources, "resource")}: ${orphanAdvice("its service's entry is", "it")}`,
  orphans: (states: readonly { readonly key: string; readonly resources: number }[]) =>
    `${listed(states.map(({ key, resources }) => `${key} (${counted(resources, "resource")})`))} belong to no stack of the app: ${orphanAdvice("their services' entries are", "them")}`,
  stray: (key: string) =>
    `${key} is no state of this environment, and the app puts nothing else into the bucket. Look whose it is, and take it away.`,
  emptyOrphan: (key: string) => `${key} belongs to no stack any more, and is empty. It can be deleted.`,
  notDeployedYet: (stacks: readonly string[]) => `not deployed yet: ${listed(stacks)}`,
  stillThere: (stack: string, resources: number) =>
    `the service of ${stack} is retired, and the stack still holds ${counted(resources, "resource")}: apply it.`,
  isEmpty: (stack: string) => `the service of ${stack} is retired, and nothing of the stack is left.`,

  staleLock: ({ key, holder, id }: LockWords) =>
    `${key} is locked by ${holder}. No apply takes that long. When nobody works on it, \`terraform force-unlock ${id}\` in the stack's folder of cdktf.out/stacks.`,
  heldLock: ({ key, holder }: LockWords) => `${key} is locked by ${holder}.`,
  strangeLock: ({ table, ...place }: StatePlace & { readonly table: string }) =>
    `${place.stateKey} is locked, and the lock is none that Terraform wrote or could free. When nobody works on it, delete ${names.lockFile(place.stateKey)} in the bucket, and the item ${names.lockId(place)} in the table ${table}.`,
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
