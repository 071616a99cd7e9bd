/** Something the user can mend. Shown as its message alone, never with a stack trace; the process exits with 2. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
