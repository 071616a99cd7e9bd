/**
 * A file that takes a program's output and is read while it is written. A pipe would end with this process: terraform,
 * told to stop after its `up` was killed, would die of writing to it before it has saved its state.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const pollMs = 50;

export interface OutputFile {
  /** For the program's stdout and stderr. */
  readonly fd: number;
  /** Reads what is left and forgets the file. */
  close(): void;
}

/** Calls `onLine` for every line soon after it was written. The file has no name: it is gone with its last user. */
export function openOutputFile(onLine: (line: string) => void): OutputFile {
  const folder = mkdtempSync(join(tmpdir(), "smart360-output-"));
  const fd = openSync(join(folder, "output"), "w+");
  rmSync(folder, { recursive: true });

  const chunk = Buffer.alloc(1 << 16);
  let position = 0;
  let rest = Buffer.alloc(0);
  const read = () => {
    for (;;) {
      const count = readSync(fd, chunk, 0, chunk.length, position);
      if (count === 0) return;
      position += count;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
        onLine(rest.subarray(0, end).toString("utf8"));
        rest = rest.subarray(end + 1);
      }
    }
  };
  const timer = setInterval(read, pollMs);
  return {
    fd,
    close() {
      clearInterval(timer);
      read();
      if (rest.length > 0) onLine(rest.toString("utf8"));
      closeSync(fd);
    },
  };
}
