import type { Direction, Guard } from "./weakening";

/** One row. */
export function guard(argument: string, kind: Guard["kind"], weaker: Direction, meaning: string): Guard {
  return { argument, kind, weaker, meaning };
}

export const deletable = "would lose its protection from deletion";
export const unencrypted = "would be stored unencrypted";
export const exposed = "could be reached from the internet";
