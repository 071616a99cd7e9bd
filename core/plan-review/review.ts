/**
 * What people must know of plans before they are applied, worst first. Plain data: it survives JSON, every text in it
 * can be shown as it stands, and no sensitive value is in it in any form, so that no rendering can leak one.
 *
 * `reviewPlans` makes it of `StackPlan`s, `parsePlan` makes those of what `terraform show -json` prints.
 */
import type { Plan } from "./plan";

/** The plan of one stack. */
export interface StackPlan {
  /** Name of the stack; of a plan that belongs to none, its file's name. Unique among the plans reviewed together. */
  readonly stack: string;
  readonly plan: Plan;
  /** SHA-256 of the plan as it will be applied, in hexadecimal: what approvals are bound to. Without it, none counts. */
  readonly sha256?: string;
}

export interface ReviewContext {
  /** Stack -> stacks that must be applied before it. Orders the review; without it the plans' own order stands. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

export interface Review {
  /** Of this format: the first number changes when a reader of the old one would be misled. */
  readonly formatVersion: "1.0";
  readonly verdict: Verdict;
  /** What must be approved by address: see `gate`. */
  readonly red: readonly RedFinding[];
  /** Every stack given, in dependency order. */
  readonly stacks: readonly StackReview[];
  /** What it means in operation, the most disturbing first. */
  readonly operations: readonly Operation[];
  /** Who may do or reach what, the widening ones first. */
  readonly security: readonly SecurityChange[];
  /** Every resource whose change is more than noise, by stack, by risk, by address. */
  readonly resources: readonly ResourceReview[];
  readonly moved: readonly Moved[];
  readonly imported: readonly Imported[];
  /** Stays where it is, and Terraform knows it no longer. */
  readonly forgotten: readonly Place[];
  /** What differs from the last apply, done by somebody else. */
  readonly drift: readonly Drift[];
  /** Values known after apply only that reach an argument where they may matter. */
  readonly unknowns: readonly RiskyUnknown[];
  readonly outputs: readonly OutputChange[];
  /** Checks, preconditions and postconditions that do not hold. */
  readonly failedChecks: readonly FailedCheck[];
  /** What Terraform puts off to a later plan. */
  readonly deferred: readonly Deferred[];
  /** Counted, not shown. */
  readonly noise: Noise;
}

/**
 * From the worst to nothing:
 * - `red`: data would be lost, or what guards it is weakened;
 * - `interrupting`: somebody notices while it is applied;
 * - `security`: who may do or reach what changes;
 * - `restarting`: tasks or instances are replaced behind the load balancer, nobody notices;
 * - `routine`: anything else;
 * - `none`: nothing changes, but for noise.
 */
export type Risk = "red" | "interrupting" | "security" | "restarting" | "routine" | "none";

/** All of them, the worst first. */
export const risks: readonly Risk[] = ["red", "interrupting", "security", "restarting", "routine", "none"];

export interface Verdict {
  readonly risk: Risk;
  /** One sentence without line breaks: `1 resource that holds data would be replaced: database smart360-production.` */
  readonly sentence: string;
  readonly counts: Counts;
}

/** Resource instances by what happens to them; a replacement is neither a creation nor a destruction. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly forget: number;
  /** Beside what else happens to them. */
  readonly move: number;
  /** Beside what else happens to them. */
  readonly import: number;
  readonly unchanged: number;
}

/** One resource instance of one stack. */
export interface Place {
  readonly stack: string;
  /** As Terraform writes it: `module.a["x"].aws_s3_bucket.files[0]`. */
  readonly address: string;
  /** Key of a deposed object: left over from a replacement that did not finish. */
  readonly deposed?: string;
  readonly type: string;
  /** In a developer's words, without the address: `database smart360-production-database`, `service billing`. */
  readonly label: string;
}

export type RedKind =
  /** Holds data and is destroyed. */
  | "destroyed"
  /** Holds data and is destroyed to be created anew. */
  | "replaced"
  /** Its own protection from deletion is switched off. */
  | "unprotected"
  | "encryption-weakened"
  | "backups-weakened"
  /** More of the world can reach it. */
  | "exposed";

export interface RedFinding {
  readonly place: Place;
  readonly kind: RedKind;
  /** What an approval has to name: the address, with ` (deposed <key>)` for a deposed object. */
  readonly approveAs: string;
  /** One sentence: `database smart360-production-database would be replaced, because storage_encrypted changes.` */
  readonly sentence: string;
  /** What would be gone, in a sentence; for `destroyed` and `replaced`. */
  readonly lost?: string;
  /** Arguments that force it, with old and new value; empty where something else does (see `because`). */
  readonly forcedBy: readonly Difference[];
  /** Why Terraform does it, in words: `its configuration is gone`, `asked for with -replace`. */
  readonly because?: string;
}

export interface StackReview {
  readonly stack: string;
  readonly risk: Risk;
  /** What the risk comes from, in a few words: `1 red finding`, `restarts billing`. Empty when routine or none. */
  readonly reasons: readonly string[];
  readonly counts: Counts;
  readonly sha256?: string;
  /** Terraform's or OpenTofu's version that made the plan. */
  readonly toolVersion?: string;
  /** When it was planned; ISO 8601. */
  readonly plannedAt?: string;
}

/**
 * `interrupts`: somebody notices; `restarts`: nobody should; `scales`: more or fewer may run; `takes-time`: the apply
 * waits; `metadata`: nothing runs differently.
 */
export type OperationEffect = "interrupts" | "restarts" | "scales" | "takes-time" | "metadata";

export interface Operation {
  readonly stack: string;
  readonly effect: OperationEffect;
  /** Who or what it is about: `billing`, `database smart360-production-database`; of metadata, the stack. */
  readonly subject: string;
  /** Without the subject: `memory 768 -> 1024 MiB; new task definition revision; 2 tasks are replaced one at a time`. */
  readonly sentence: string;
  /** Resources it follows from. */
  readonly addresses: readonly string[];
}

export type SecurityArea =
  "permissions" | "trust" | "network" | "bucket" | "key" | "resource-policy" | "firewall" | "exposure";

export interface SecurityChange {
  readonly place: Place;
  readonly area: SecurityArea;
  /** Whether more or less is possible afterwards; `changes` where it is both, or cannot be told. */
  readonly effect: "widens" | "narrows" | "changes";
  /** `opens tcp 5432 from security group instances to security group database`. Begins with a verb. */
  readonly sentence: string;
  /** Each statement or rule that comes or goes. Empty where the sentence says it all. */
  readonly lines: readonly SecurityLine[];
}

export interface SecurityLine {
  readonly sign: "added" | "removed";
  /** `allows s3:GetObject, s3:PutObject on arn:aws:s3:::files/*`. */
  readonly text: string;
}

/** `read` is a data source that can be read only while applying. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "read" | "none";

export interface ResourceReview {
  readonly place: Place;
  readonly action: Action;
  /** Of a replacement: whether the new one comes first. */
  readonly createBeforeDestroy?: boolean;
  readonly risk: Risk;
  /** Why Terraform does it, in words, where it says so. */
  readonly because?: string;
  /** What changes, in the order of the arguments; of a creation, what is set; of a destruction, empty. */
  readonly differences: readonly Difference[];
  /** Differences left out as noise. */
  readonly noise: number;
}

/**
 * A value to be shown. `text` is always fit for display, on one line, without escape codes: `"a text"`, `768`,
 * `[2 elements]`, `(none)`, `(known after apply)`, `(sensitive)`.
 */
export interface Shown {
  readonly kind: "value" | "none" | "unknown" | "sensitive";
  readonly text: string;
}

export interface Difference {
  /**
   * The way to it, each step in words: `["container_definitions", "billing", "environment", "DEBUG"]`. Elements of lists
   * and sets go by their key where they have one (`["rule", "rate-limit", "action"]`), else by their number.
   */
  readonly path: readonly string[];
  readonly before: Shown;
  readonly after: Shown;
  /** A change of this replaces the resource. */
  readonly forcesReplacement: boolean;
  /**
   * Of a block, an element of a list or set, or a line of a text that comes or goes as a whole. Keyed: the last step of
   * `path` is its name, key or number; unkeyed: it is the list's. Absent where a value changes.
   */
  readonly element?: "keyed" | "unkeyed";
}

export interface Moved {
  readonly place: Place;
  /** Its address before. */
  readonly from: string;
}

export interface Imported {
  readonly place: Place;
  /** What it is imported by; absent when known after apply only. */
  readonly id?: string;
  /** Whether the import also changes it. */
  readonly action: Action;
}

export interface Drift {
  readonly place: Place;
  /** `deleted`: it is gone; Terraform will plan to create it again. */
  readonly kind: "changed" | "deleted";
  /** From what Terraform last knew to what there is. */
  readonly differences: readonly Difference[];
  /** Whether this plan changes the resource. */
  readonly planned: Action;
}

export interface RiskyUnknown {
  readonly place: Place;
  readonly path: readonly string[];
  /** Why it matters: `whom the rule admits is known after apply only`. */
  readonly sentence: string;
}

export interface OutputChange {
  readonly stack: string;
  readonly name: string;
  readonly action: "create" | "update" | "destroy";
  readonly before: Shown;
  readonly after: Shown;
}

export interface FailedCheck {
  readonly stack: string;
  readonly address: string;
  /** In the words of whoever wrote the check. */
  readonly messages: readonly string[];
}

export interface Deferred {
  readonly place: Place;
  readonly reason: string;
}

export interface Noise {
  /** Resources whose change is nothing else. */
  readonly resources: number;
  /** Single differences, by kind. */
  readonly tags: number;
  readonly timestamps: number;
  /** The same elements in another order, the same JSON in another layout. */
  readonly order: number;
  /** Computed by the provider, and not read by anything that matters. */
  readonly computed: number;
}
