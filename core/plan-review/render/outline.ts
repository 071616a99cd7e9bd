/**
 * A review as an outline: sections of entries, in the order in which people are to read them. The terminal, Markdown and
 * HTML differ in how they show it, not in what they say.
 */
import { counted } from "../../document/text";
import type { Approval, Gate } from "../gate";
import type { Difference, RedFinding, ResourceReview, Review } from "../review";
import { printable } from "../values/printable";
import type { RenderOptions } from "./options";
import { withWidgets } from "./dashboard";
import { countsInWords, signOf, wordOf } from "./words";

/** How loud an entry is. */
export type Tone = "red" | "amber" | "green" | "plain";

export interface Entry {
  /** `!`, `+`, `~`, `-/+`; empty where nothing marks it. */
  readonly mark: string;
  readonly tone: Tone;
  /** One sentence or name. */
  readonly title: string;
  readonly stack?: string;
  readonly address?: string;
  /** Terraform's type, of a change. */
  readonly type?: string;
  /** What else is to be said, a line each. */
  readonly lines: readonly string[];
  /** Why Terraform does it, in words: said once where many share it (see `withReasons`). */
  readonly because?: string;
  readonly differences: readonly Difference[];
}

/** A line of a red entry, where approvals are spoken of. */
export const notApprovedLine = "Not approved.";

/** `Approved by ada: It is empty since May.`, as far as it is known; the other one. */
export function approvedLine({ by, reason }: Approval): string {
  const who = by === undefined ? "Approved" : `Approved by ${printable(by)}`;
  return reason === undefined ? `${who}.` : `${who}: ${printable(reason)}`;
}

export type SectionId =
  "red" | "checks" | "operation" | "security" | "unknown" | "waiting" | "changes" | "moved" | "drift" | "outputs";

export interface Section {
  readonly id: SectionId;
  readonly title: string;
  /** What its entries have in common, a sentence. */
  readonly note?: string;
  readonly entries: readonly Entry[];
}

/** Sections that have something to say, the most important first. */
export function outline(review: Review, options: RenderOptions = {}): readonly Section[] {
  const sections: readonly Section[] = [
    {
      id: "red",
      title: "Red",
      note: "Data would be lost, or what guards it would be weakened.",
      entries: review.red.map((finding) => redEntry(finding, options.gate)),
    },
    {
      id: "checks",
      title: "Checks that do not hold",
      entries: review.failedChecks.map(({ stack, address, messages }) =>
        entry({ mark: "!", tone: "red", title: address, stack, lines: messages }),
      ),
    },
    {
      id: "operation",
      title: "In operation",
      entries: review.operations.map(({ stack, effect, subject, sentence }) => ({
        ...entry({ title: `${subject}: ${sentence}`, ...(stack === subject ? {} : { stack }) }),
        ...effects[effect],
      })),
    },
    {
      id: "security",
      title: "Security",
      note: "Who may do or reach what.",
      entries: review.security.map(({ place, effect, sentence, lines }) =>
        entry({
          ...widths[effect],
          title: `${place.label} ${sentence}`,
          stack: place.stack,
          address: place.address,
          // A single statement is in the sentence already.
          lines: lines
            .filter(({ text }) => lines.length > 1 || !sentence.endsWith(text))
            .map(({ sign, text }) => `${sign === "added" ? "+" : "-"} ${text}`),
        }),
      ),
    },
    { id: "moved", title: "Moved, imported, forgotten, put off", entries: movedEntries(review) },
    {
      id: "drift",
      title: "Drift",
      note: "Changed by somebody else since the last apply.",
      entries: review.drift.map(({ place, kind, differences, planned }) =>
        entry({
          mark: kind === "deleted" ? "-" : "~",
          tone: "amber",
          title: `${place.label} ${kind === "deleted" ? "is gone" : "was changed"}${planned === "none" ? "; this plan leaves it so" : ""}`,
          stack: place.stack,
          address: place.address,
          differences,
        }),
      ),
    },
    {
      id: "unknown",
      title: "Not known before it is applied",
      entries: review.unknowns.map(({ place, path, sentence }) =>
        entry({
          mark: "?",
          tone: "amber",
          title: `${place.label}, ${path.join(" > ")}: ${sentence}`,
          stack: place.stack,
          address: place.address,
        }),
      ),
    },
    {
      id: "waiting",
      title: "Waiting",
      note: "Not planned: what they read is not applied yet.",
      entries: (options.waiting ?? []).map((stack) =>
        entry({ title: `${stack.stack} waits for ${stack.for.join(", ")}`, stack: stack.stack }),
      ),
    },
    {
      id: "changes",
      title: "Changes",
      entries: review.resources.map((resource) => changeEntry(resource, isToldOf(review.security, resource))),
    },
    {
      id: "outputs",
      title: "Outputs",
      entries: review.outputs.map(({ stack, name, action, before, after }) =>
        entry({
          mark: signOf(action),
          title: name,
          stack,
          differences: [{ path: [name], before, after, forcesReplacement: false }],
        }),
      ),
    },
  ];
  return sections.filter(({ entries }) => entries.length > 0);
}

/** `2 created, 1 replaced, in 3 of 17 stacks`. */
export function countsLine(review: Review): string {
  const changing = review.stacks.filter(({ risk }) => risk !== "none").length;
  const among = review.stacks.length < 2 ? "" : `, in ${changing} of ${counted(review.stacks.length, "stack")}`;
  return `${countsInWords(review.verdict.counts)}${among}`;
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

/** What was applied already, and what the approvals come to, in sentences. */
export function gateLines({ gate, applied = [], begun = [] }: RenderOptions): readonly string[] {
  const last = applied
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return [
    ...(last === undefined
      ? []
      : [`Applied already, the last on ${momentInWords(last)}: ${applied.map(({ stack }) => stack).join(", ")}.`]),
    ...(begun.length === 0 ? [] : [`Begun before, and not finished: ${begun.join(", ")}.`]),
    ...(gate === undefined ? [] : approvalLines(gate)),
  ];
}

/** `2026-11-22 22:40 UTC`. */
const momentInWords = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

function approvalLines(gate: Gate): readonly string[] {
  const { blocking, approved, unused } = gate;
  const verdict =
    blocking.length > 0
      ? [`Not to be applied: ${counted(blocking.length, "red finding")} without approval.`]
      : approved.length > 0
        ? [`Approved: ${counted(approved.length, "red finding")}.`]
        : [];
  const why = { "other-plan": "it was given for another plan", "not-red": "nothing red goes by that address" };
  return [
    ...verdict,
    ...unused.map((approval) => `The approval of ${approval.address} does not count: ${why[approval.why]}.`),
  ];
}

/** Items by what they have in common, both in the order of the items. */
export function grouped<T>(items: readonly T[], by: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** `3 aws_subnet, aws_vpc`. */
export function byType(entries: readonly Entry[]): string {
  const types = grouped(entries, ({ type = "" }) => type);
  return [...types].map(([type, all]) => (all.length === 1 ? type : `${all.length} ${type}`)).join(", ");
}

const effects = {
  interrupts: { mark: "!", tone: "amber" },
  restarts: { mark: "~", tone: "plain" },
  scales: { mark: "", tone: "plain" },
  "takes-time": { mark: "", tone: "plain" },
  metadata: { mark: "", tone: "plain" },
} as const;

const widths = {
  widens: { mark: "+", tone: "amber" },
  narrows: { mark: "-", tone: "green" },
  changes: { mark: "~", tone: "amber" },
} as const;

const tones: Readonly<Partial<Record<ResourceReview["action"], Tone>>> = {
  create: "green",
  update: "amber",
  replace: "red",
  destroy: "red",
};

function entry(given: Partial<Entry> & Pick<Entry, "title">): Entry {
  return { mark: "", tone: "plain", lines: [], differences: [], ...given };
}

function redEntry({ place, approveAs, sentence, lost, forcedBy, because }: RedFinding, gate: Gate | undefined): Entry {
  const approved = gate?.approved.find((one) => one.approveAs === approveAs && one.place.stack === place.stack);
  return {
    mark: "!",
    tone: "red",
    title: sentence,
    stack: place.stack,
    address: approveAs,
    lines: [
      ...(lost === undefined ? [] : [lost]),
      ...(because === undefined || sentence.includes(because) ? [] : [`Why: ${because}.`]),
      ...(gate === undefined ? [] : [approved === undefined ? notApprovedLine : approvedLine(approved.approval)]),
    ],
    differences: forcedBy,
  };
}

/** Arguments that hold a policy document. */
const policyArguments = new Set([
  "policy",
  "policy_document",
  "assume_role_policy",
  "inline_policy",
  "access_policies",
  "content",
]);
const policyAreas = new Set<string>(["permissions", "trust", "bucket", "key", "resource-policy"]);

/** Whether the statements of its policies are told under Security. */
function isToldOf(security: Review["security"], { place }: ResourceReview): boolean {
  return security.some(
    (change) =>
      policyAreas.has(change.area) && change.place.stack === place.stack && change.place.address === place.address,
  );
}

/** @param isTold the statements of its policies are told elsewhere */
function changeEntry(resource: ResourceReview, isTold: boolean): Entry {
  const { place, action, createBeforeDestroy, because } = resource;
  const left = resource.differences.filter(({ path: [argument = ""] }) => !isTold || !policyArguments.has(argument));
  const { lines, differences } = withWidgets(left);
  return {
    mark: signOf(action, createBeforeDestroy),
    tone: tones[action] ?? "plain",
    title: place.label,
    stack: place.stack,
    type: place.type,
    address: place.deposed === undefined ? place.address : `${place.address} (deposed ${place.deposed})`,
    lines: [...lines, ...(left.length < resource.differences.length ? ["Its statements: see Security."] : [])],
    ...(because === undefined ? {} : { because }),
    differences,
  };
}

/** Entries of a stack with their reasons: those that several share once, in `notes`. */
export function withReasons(all: readonly Entry[]): {
  readonly notes: readonly string[];
  readonly entries: readonly Entry[];
} {
  const groups = grouped(all, ({ mark, because = "" }) => `${mark} ${because}`);
  const shared = [...groups.values()].filter(([first, second]) => second !== undefined && first?.because !== undefined);
  const isShared = (one: Entry) => shared.some((group) => group.includes(one));
  return {
    notes: shared.map(
      (group) => `Why, for each of the ${group.length} ${wordOf(group[0]?.mark ?? "")}: ${group[0]?.because ?? ""}.`,
    ),
    entries: all.map((one) =>
      one.because === undefined || isShared(one) ? one : { ...one, lines: [`Why: ${one.because}.`, ...one.lines] },
    ),
  };
}

function movedEntries({ moved, imported, forgotten, deferred }: Review): readonly Entry[] {
  return [
    ...moved.map(({ place, from }) =>
      entry({ title: `${place.label} moved from ${from}`, stack: place.stack, address: place.address }),
    ),
    ...imported.map(({ place, id }) =>
      entry({
        title: `${place.label} is imported${id === undefined ? "" : ` by ${id}`}`,
        stack: place.stack,
        address: place.address,
      }),
    ),
    ...forgotten.map((place) =>
      entry({
        mark: ".",
        title: `${place.label} stays, and Terraform forgets it`,
        stack: place.stack,
        address: place.address,
      }),
    ),
    ...deferred.map(({ place, reason }) =>
      entry({ title: `${place.label} is put off: ${reason}`, stack: place.stack, address: place.address }),
    ),
  ];
}
