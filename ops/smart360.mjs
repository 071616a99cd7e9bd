#!/usr/bin/env node
// The `smart360` command. Its code is TypeScript: see `ops/cli.ts`.
import { runEntry } from "./bundle.mjs";

try {
  await runEntry("ops/cli.ts", process.argv.slice(2));
} catch (error) {
  // What goes wrong before the command's own code is there to explain it.
  const reasons = {
    ERR_MODULE_NOT_FOUND: "A package is missing. Run `npm ci` in the project's folder.",
    EACCES: `The project's folder cannot be written (${error.path}). The command keeps what it generates in .gen/: make it writable.`,
    EROFS: `The project's folder is on a read-only file system (${error.path}). The command keeps what it generates in .gen/: make it writable.`,
  };
  if (process.env.DEBUG || !(error.code in reasons)) throw error;
  process.stderr.write(`${reasons[error.code]}\n`);
  process.exitCode = 2;
}
