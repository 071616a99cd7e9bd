/** What stands above the sections of a review. */
import { counted } from "../../document/text";
import { judgeLeftOvers } from "../../live/live";
import type { Review } from "../review";
import { approvalLines } from "./approval-lines";
import type { RenderOptions, UnguardedStack } from "./options";
import { countsInWords } from "./words";

/** `2 created, 1 replaced, in 3 of 17 stacks`; empty where the verdict says that nothing changes. */
export function countsLine({ verdict, stacks }: Review): string {
  if (verdict.risk === "none") return "";
  const changing = stacks.filter(({ risk }) => risk !== "none").length;
  const among = stacks.length < 2 ? "" : `, in ${changing} of ${counted(stacks.length, "stack")}`;
  return `${countsInWords(verdict.counts)}${among}`;
}

/** `production, account 123456789012, us-east-1, revision 1a2b3c4`; empty where nothing is known. */
export function originLine({ origin = {} }: RenderOptions): string {
  const { environment, account, region, revision, review } = origin;
  const parts = [
    environment,
    account === undefined ? undefined : `account ${account}`,
    region,
    revision === undefined ? undefined : `revision ${revision}`,
    review === undefined ? undefined : `review ${review}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** What was applied already, what no plan shows, and what the approvals come to, in sentences. */
export function gateLines({
  gate,
  applied = [],
  begun = [],
  leftOver = [],
  unguarded = [],
}: RenderOptions): readonly string[] {
  const last = applied
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return [
    ...(last === undefined
      ? []
      : [`Applied already, the last on ${momentInWords(last)}: ${applied.map(({ stack }) => stack).join(", ")}.`]),
    ...(begun.length === 0 ? [] : [`Begun before, and not finished: ${begun.join(", ")}.`]),
    ...judgeLeftOvers(leftOver),
    ...unguardedLine(unguarded),
    ...(gate === undefined ? [] : approvalLines(gate)),
  ];
}

/** Off on purpose, as nothing else takes it off: told, and no finding. */
function unguardedLine(unguarded: readonly UnguardedStack[]): readonly string[] {
  const resources = unguarded.reduce((sum, stack) => sum + stack.resources, 0);
  if (resources === 0) return [];
  const [only, ...others] = unguarded;
  const where = others.length === 0 ? `of ${only?.stack}` : `in ${counted(unguarded.length, "stack")}`;
  const [has, them] = resources === 1 ? ["holds data and has", "it"] : ["hold data and have", "them"];
  return [
    `${counted(resources, "resource")} ${where} ${has} no prevent_destroy (protectData): Terraform would not refuse to destroy ${them}.`,
  ];
}

/** `2026-11-22 22:40 UTC`. */
const momentInWords = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
