/** Waits for what another process does. */
import { expect } from "vitest";
import { waitUntil } from "../../local/daemon/process";

/** Ends as soon as `look` says so; fails after a minute, which is enough on a machine that is busy. */
export async function eventually(look: () => boolean): Promise<void> {
  expect(await waitUntil(look, 60_000)).toBe(true);
}
