/**
 * A review as an outline: sections of entries, in the order in which people are to read them. The terminal, Markdown and
 * HTML differ in how they show it, not in what they say.
 */
import type { Gate } from "../gate";
import type { Difference, RedFinding, ResourceReview, Review } from "../review";
import { approvedLine, notApprovedLine } from "./approval-lines";
import { withWidgets } from "./dashboard";
import type { RenderOptions } from "./options";
import { signOf } from "./words";

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
    tone: approved === undefined ? "red" : "green",
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
