/** Terraform's machine-readable output (`-json`), as far as it is shown. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Resource address. */
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: {
    readonly context?: string | null;
    readonly code: string;
    readonly start_line: number;
    readonly values?: readonly { readonly traversal: string; readonly statement: string }[];
  };
}

export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export type Message =
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "change_summary"; readonly operation: "plan" | "apply" | "destroy"; readonly changes: Changes }
  /** One resource's change in a plan. */
  | { readonly type: "planned"; readonly action: string; readonly address: string }
  /** Outputs that the plan would change. */
  | { readonly type: "outputs"; readonly changed: number }
  /** A change of one resource was carried out. */
  | { readonly type: "applied"; readonly action: "create" | "update" | "delete"; readonly address: string }
  /** Terraform was signalled, and stops as soon as what it does is done. */
  | { readonly type: "interrupted" }
  | { readonly type: "other" };

interface Raw {
  readonly type?: string;
  readonly "@message"?: string;
  readonly diagnostic?: Diagnostic;
  readonly changes?: Changes & { readonly operation: "plan" | "apply" | "destroy" };
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  readonly change?: { readonly action?: string; readonly resource?: { readonly addr?: string } };
  readonly hook?: { readonly action?: string; readonly resource?: { readonly addr?: string } };
}

/** One line; undefined when it is no JSON document (a crash of Terraform, a provider's panic). */
export function readMessage(line: string): Message | undefined {
  let raw: Raw;
  try {
    raw = JSON.parse(line) as Raw;
  } catch {
    return undefined;
  }
  if (typeof raw !== "object" || raw === null) return undefined;
  if (raw.type === "diagnostic" && raw.diagnostic !== undefined)
    return { type: "diagnostic", diagnostic: raw.diagnostic };
  if (raw.type === "change_summary" && raw.changes !== undefined) {
    const { operation, add, change, remove } = raw.changes;
    return { type: "change_summary", operation, changes: { add, change, remove } };
  }
  if (raw.type === "outputs") {
    const actions = Object.values(raw.outputs ?? {}).map(({ action }) => action);
    return { type: "outputs", changed: actions.filter((action) => action !== undefined && action !== "noop").length };
  }
  if (raw.type === "planned_change") {
    const { action = "", resource } = raw.change ?? {};
    return { type: "planned", action, address: resource?.addr ?? "" };
  }
  if (raw.type === "log" && raw["@message"]?.includes("Interrupt received") === true) return { type: "interrupted" };
  const action = raw.hook?.action;
  if (raw.type === "apply_complete" && (action === "create" || action === "update" || action === "delete"))
    return { type: "applied", action, address: raw.hook?.resource?.addr ?? "" };
  return { type: "other" };
}
