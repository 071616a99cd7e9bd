/** What went wrong, in words. That no address of a host answers has none of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}

/** Something the user can mend. Shown as its message alone, never with a stack trace; the process exits with 2. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
