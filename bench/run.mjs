// `npm run bench`: synthesis the project's way beside other ways, in one run and interleaved, and the budgets.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { contenders } from "./contenders.mjs";
import { measure, median } from "./measure.mjs";
import { offline } from "./offline.mjs";
import { writePlatform } from "./platform.mjs";
import { budgets, table } from "./report.mjs";
import { review } from "./review.mjs";

const usage = `usage: npm run bench -- [options]
  --services <n,...>   numbers of services (9,90,900)
  --runs <n>           runs of each, of which the median counts (5)
  --timeout <seconds>  a run that takes longer is stopped, and said to be (120)
  --no-offline         leave out the embedded default (deploying and planning)
`;
/** What took longer is run once: a second figure is not worth the wait. */
const slowSeconds = 10;

const { values } = parseArgs({
  options: {
    services: { type: "string", default: "9,90,900" },
    runs: { type: "string", default: "5" },
    timeout: { type: "string", default: "120" },
    "no-offline": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const sizes = values.services.split(",").map(Number);
const [runs, timeoutSeconds] = [values.runs, values.timeout].map(Number);
if (values.help || ![...sizes, runs, timeoutSeconds].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}

const root = resolve(import.meta.dirname, "..");
const say = (line) => process.stdout.write(`${line}\n`);
if (!existsSync(join(root, "bench", "node_modules", ".package-lock.json"))) {
  say("Installing what is compared with (npm ci in bench/)");
  execFileSync("npm", ["ci", "--silent"], { cwd: join(root, "bench"), stdio: "inherit" });
}

const work = mkdtempSync(join(tmpdir(), "smart360-bench-"));
process.once("exit", () => rmSync(work, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(130));

const [load] = loadavg();
const cores = availableParallelism();
say(`Node ${process.versions.node}, ${cores} cores, load ${load.toFixed(1)}. Preparing ...`);
if (load > cores / 2)
  say("Other programs are at work: the times will be too long. Processor times are given beside the budgets.");
const all = contenders(root, work);
const results = new Map();
const find = (key, size) => results.get(`${key} ${size}`);

for (const size of sizes) {
  say(`\n${size} services`);
  const folder = join(work, `services-${size}`);
  mkdirSync(folder);
  writePlatform(root, folder, size);
  const measured = new Map(all.map(({ key }) => [key, []]));
  const run = ({ command, env, before }) => {
    before?.();
    return measure(command, { cwd: folder, env, timeoutSeconds });
  };
  for (let round = 0; round < runs; round++) {
    for (const contender of all) {
      const earlier = measured.get(contender.key);
      if (earlier.some(({ seconds }) => seconds === undefined || seconds > slowSeconds)) continue;
      if (contender.warmUp && round === 0) await run(contender);
      // An edit made the bundle of the last round; the next one finds sources unchanged.
      const result = await run(contender);
      earlier.push(result);
      if (round === 0) say(`  ${contender.label}: ${outcome(result)}`);
    }
  }
  const { terraform, cloudFormation } = counted(folder);
  say(`  synthesized: ${terraform} Terraform resources; by the AWS CDK app ${cloudFormation} CloudFormation resources`);
  for (const [key, list] of measured) results.set(`${key} ${size}`, summary(list));
}

say(`\nSynthesis of all stacks in a new process: median seconds, peak memory, times the first line`);
say(table(all, sizes, find));

let waits = {};
if (values["no-offline"]) say("\nThe embedded default: left out (--no-offline)");
else {
  say("\nThe embedded default");
  waits = await offline(root, join(work, "project"), { runs: 3, say });
  if (waits.skipped !== undefined) say(`  skipped: ${waits.skipped}`);
}

const reviewed = await review(root, join(work, "plans"), { runs: 3, timeoutSeconds });

say("\nBudgets");
say(budgets(find, waits, reviewed));

/** Numbers of resources in what the project and the AWS CDK app synthesized. */
function counted(folder) {
  const objects = (out, isTemplate) =>
    (existsSync(join(folder, out)) ? readdirSync(join(folder, out), { recursive: true }) : [])
      .filter(isTemplate)
      .map((name) => JSON.parse(readFileSync(join(folder, out, name), "utf8")));
  const total = (records) => records.reduce((sum, record) => sum + Object.keys(record).length, 0);
  const terraform = objects("cdktf.out", (name) => name.endsWith("cdk.tf.json"));
  const cloudFormation = objects("cdk.out", (name) => name.endsWith(".template.json"));
  return {
    terraform: total(terraform.flatMap(({ resource = {} }) => Object.values(resource))),
    cloudFormation: total(cloudFormation.map(({ Resources = {} }) => Resources)),
  };
}

function summary(list) {
  const bad = list.find(({ seconds }) => seconds === undefined);
  if (bad !== undefined) return bad;
  const middle = (figure) => median(list.map((result) => result[figure]));
  return { seconds: middle("seconds"), cpuSeconds: middle("cpuSeconds"), peakMb: middle("peakMb") };
}

function outcome({ seconds, stopped, failed }) {
  return seconds === undefined ? (stopped ?? `failed\n${failed}`) : `${seconds.toFixed(2)} s`;
}
