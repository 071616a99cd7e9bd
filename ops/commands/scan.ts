/** `smart360 scan`: checkov over every synthesized stack, held against `scan-exceptions.json`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readExceptions, type ScanExceptions } from "../../core/scan/exceptions";
import { isClean, judge } from "../../core/scan/judge";
import { renderJunit } from "../../core/scan/junit";
import { prepare } from "../../core/scan/prepare";
import { renderVerdict, verdictAsData } from "../../core/scan/render";
import { fileOf, readReport } from "../../core/scan/report";
import { renderSarif, type StackFile } from "../../core/scan/sarif";
import { waitForLock } from "../../local/daemon/lock";
import { ExitCode, type Console } from "../console";
import { environmentNames, loadEnvironment } from "../project";
import { readText } from "../read-text";
import { ensureCheckov, runCheckov } from "../scan/checkov";
import { synthesize } from "../synthesize";

const exceptionsFile = "scan-exceptions.json";

export interface ScanOptions {
  readonly root: string;
  /** The one environment to scan; every one when undefined. */
  readonly environment?: string;
  /** Day that counts as today, as `2027-01-31`. */
  readonly today: string;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
  /** Where the reports for Jenkins go, as paths from the working folder. */
  readonly sarif?: string;
  readonly junit?: string;
}

export async function scan(options: ScanOptions, out: Console): Promise<number> {
  const { root, environment, today } = options;
  const environments = environment === undefined ? environmentNames(root) : [environment];
  // A name that is unknown, or a file with mistakes, is told of before anything is installed.
  for (const name of environments) loadEnvironment(root, name);
  const exceptions = loadExceptions(root);

  const python = await ensureCheckov((line) => out.note(line));
  const work = join(root, ".gen", "scan");
  mkdirSync(work, { recursive: true });
  // Two scans would write over each other's stacks.
  const release = await waitForLock(join(root, ".gen", "scan.lock"));
  try {
    const files: StackFile[] = [];
    for (const name of environments) files.push(...(await synthesized(root, name)));
    const stacks = files.map((file) => ({ ...file, json: JSON.parse(file.text) as unknown }));
    const input = join(work, "checkov");
    rmSync(input, { recursive: true, force: true });
    for (const stack of stacks)
      write(join(input, fileOf(stack)), `${JSON.stringify(prepare(stack.json), undefined, 2)}\n`);
    const report = readReport(await runCheckov(python, input), stacks);
    const verdict = judge(report, stacks, exceptions, today);

    const reports = join(root, ".gen", "reports");
    write(resolve(options.sarif ?? join(reports, "scan.sarif")), renderSarif(verdict, files));
    write(resolve(options.junit ?? join(reports, "scan.junit.xml")), renderJunit(verdict, exceptionsFile));
    out.print(
      options.json ? JSON.stringify(verdictAsData(verdict), undefined, 2) : renderVerdict(verdict, exceptionsFile),
    );
    return isClean(verdict) ? ExitCode.ok : ExitCode.failed;
  } finally {
    release();
  }
}

function loadExceptions(root: string): ScanExceptions {
  const text = readText(root, exceptionsFile, "it lists the accepted findings of the scanner");
  return readExceptions(text, { file: exceptionsFile, knownEnvironments: environmentNames(root) });
}

/** The stacks of an environment, in a place of their own: `cdktf.out` stays whosever it is. */
async function synthesized(root: string, environment: string): Promise<StackFile[]> {
  const outdir = `.gen/scan/${environment}`;
  rmSync(join(root, outdir), { recursive: true, force: true });
  const stacks = await synthesize(root, environment, outdir);
  return stacks.map(({ name, folder }) => {
    const path = join(folder, "cdk.tf.json");
    return { environment, stack: name, path: relative(root, path), text: readFileSync(path, "utf8") };
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
