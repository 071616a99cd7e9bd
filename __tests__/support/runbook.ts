/** The first section of docs/runbook.md, from an empty account to nine services: its command lines, in their order. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./local-aws";

/** What is not run as it stands, by how its line begins; `plan` brings the review and the apply behind it. */
export const notWalked = {
  "npx smart360 bootstrap": "the real provider waits a minute for the bucket's rules; a test of its own runs it",
  "npx smart360 plan data": "minutes at the local AWS, which runs no PostgreSQL: one of the test's own stands in",
  "npx smart360 plan observability": "minutes at the local AWS, and nobody to alarm: its outputs are stood in for",
  "npx smart360 plan edge": "minutes at the local AWS, which has no viewers",
  "npx smart360 plan delivery": "roles of Jenkins, which the local AWS does not judge by",
  "registry=": "no Docker",
  "aws ecr get-login-password": "no Docker",
  "docker build": "no Docker",
  "docker push": "no Docker: the image's manifest is put into the repository",
  "npx smart360 ship frontend": "the bucket is of the stack edge; tests of its own ship a frontend",
} as const;

/** Stacks that a line plans besides, and that are stood in for: minutes at the local AWS. */
const withoutNetwork = ["network"];

export interface RunbookStep {
  /** As the runbook has it, without its comment. */
  readonly line: string;
  /** Arguments of `smart360`; undefined: not walked. */
  readonly args: readonly string[] | undefined;
}

export function runbookSteps(): readonly RunbookStep[] {
  const text = readFileSync(join(projectRoot, "docs", "runbook.md"), "utf8");
  const begin = text.indexOf("## From an empty account");
  const section = text.slice(begin, text.indexOf("\n## ", begin + 1));
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const lines = blocks
    .flatMap((block) => block.split("\n"))
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split(" && "))
    .map((line) => line.trim())
    .filter((line) => line !== "");
  let isPlanned = true;
  return lines.map((line) => {
    const isLeft = Object.keys(notWalked).some((start) => line.startsWith(start));
    if (/^npx smart360 plan /.test(line)) isPlanned = !isLeft;
    const belongsToPlan = /^npx smart360 (review|apply) /.test(line);
    return { line, args: isLeft || (belongsToPlan && !isPlanned) ? undefined : argsOf(line) };
  });
}

/** @throws {Error} for a line that is neither `npx smart360` nor in `notWalked` */
function argsOf(line: string): readonly string[] {
  const [npx, smart360, ...words] = line.split(/\s+/).map((word) => word.replaceAll("'", ""));
  if (npx !== "npx" || smart360 !== "smart360") throw new Error(`the runbook has a line that nobody walks: ${line}`);
  return words.filter((word) => !withoutNetwork.includes(word));
}

/** A line that was run. */
export interface Walked {
  readonly line: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
