// Preloaded into every Node process of a measured command: each adds a line with its peak memory, bytes, and the
// processor time it took, seconds. CommonJS: preloading a module with --import would turn ts-node to ESM.
const { appendFileSync } = process.getBuiltinModule("node:fs");

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakBytes: maxRSS * 1_024, cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000 };
  appendFileSync(process.env["BENCH_USAGE"], `${JSON.stringify(usage)}\n`);
});
