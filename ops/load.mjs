// Runs a TypeScript entry of this project: `node ops/load.mjs main.ts [arguments]`.
//
// The entry is bundled once by esbuild into `.gen/bundles/`, without type-checking (types are checked apart, by
// `npm run types`), and run from there as long as none of its sources changed. The entry exports `main(argv)`, which
// returns the exit code.
//
// `cdktf.json` runs it with --max-semi-space-size=8: a fifth less memory for the nine services, and no slower.
import { runEntry } from "./bundle.mjs";

const [entry, ...argv] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write("usage: node ops/load.mjs <entry.ts> [arguments]\n");
  process.exit(2);
}
await runEntry(entry, argv);
