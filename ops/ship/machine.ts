/** What this machine knows of itself: who holds a lock, and whether that process still runs. */
import { hostname, userInfo } from "node:os";
import { identify } from "../../local/daemon/process";
import type { Machine } from "./lock";

export function thisMachine(): Machine {
  return {
    who: `${userName()}@${hostname()}`,
    processId: process.pid,
    isAlive(processId) {
      try {
        process.kill(processId, 0);
        return identify(processId) !== undefined; // its zombie may be asked as well
      } catch (error) {
        // Somebody else's process may not be asked, but it is there.
        return (error as NodeJS.ErrnoException).code === "EPERM";
      }
    },
  };
}

/** In a container the user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env["USER"] ?? "unknown";
  }
}
