import { defineConfig } from "vitest/config";

// Whoever runs the tests may be signed in to AWS, and has a terminal of some kind: no test is to know.
for (const name of Object.keys(process.env))
  if (/^(AWS_|CI$|COLUMNS$|FORCE_COLOR$|LC_|LINES$|NO_COLOR$)/.test(name)) delete process.env[name];

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    // The AWS SDK's advice about Node versions, once a file, would bury what the tests say.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", LANG: "C.UTF-8", TERM: "xterm" },
  },
});
