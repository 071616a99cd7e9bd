#!/usr/bin/env node
// The `smart360` command. Its code is TypeScript: see `ops/cli.ts`.
import { runEntry } from "./bundle.mjs";

await runEntry("ops/cli.ts", process.argv.slice(2));
