/** The review for machines, and the schema that it keeps to. */
import { z } from "zod";
import { renderSchema, type JsonSchema } from "../../document/json-schema";
import type { Gate } from "../gate";
import type { Review } from "../review";
import type { RenderOptions } from "./options";

const count = z.int().nonnegative();
const text = z.string();
const texts = z.array(text).readonly();
const hash = text.describe("SHA-256 of the plan, in hexadecimal: what approvals are bound to.");

const shown = z
  .strictObject({ kind: z.enum(["value", "none", "unknown", "sensitive"]), text })
  .readonly()
  .describe("A value fit for display; sensitive ones are never told.");
const difference = z
  .strictObject({
    path: texts.describe("The way to it; elements of lists and sets by their key where they have one."),
    before: shown,
    after: shown,
    forcesReplacement: z.boolean(),
    element: z
      .enum(["keyed", "unkeyed"])
      .describe(
        "Of what comes or goes as a whole. keyed: the last step of `path` is its name, key or number; unkeyed: it is the list's.",
      )
      .exactOptional(),
  })
  .readonly();
const differences = z.array(difference).readonly();
const action = z.enum(["create", "update", "replace", "destroy", "forget", "read", "none"]);
const risk = z
  .enum(["red", "interrupting", "security", "restarting", "routine", "none"])
  .describe("From the worst to nothing.");
const counts = z
  .strictObject({
    create: count,
    update: count,
    replace: count,
    destroy: count,
    forget: count,
    move: count,
    import: count,
    unchanged: count,
  })
  .readonly()
  .describe("Resource instances by what happens to them; a replacement is neither a creation nor a destruction.");
const place = z
  .strictObject({
    stack: text,
    address: text,
    deposed: text.exactOptional(),
    type: text,
    label: text.describe("In words, without the address."),
  })
  .readonly();

const list = <T extends z.ZodType>(item: T) => z.array(item.readonly()).readonly();

/** A `Review` as JSON, with what it was told beside the plans. */
const reviewSchema = z.strictObject({
  formatVersion: z.literal("1.0"),
  verdict: z.strictObject({ risk, sentence: text, counts }).readonly(),
  red: list(
    z.strictObject({
      place,
      kind: z.enum(["destroyed", "replaced", "unprotected", "encryption-weakened", "backups-weakened", "exposed"]),
      approveAs: text.describe("What an approval has to name."),
      sentence: text,
      lost: text.exactOptional(),
      forcedBy: differences,
      because: text.exactOptional(),
    }),
  ).describe("Data would be lost, or what guards it weakened; to be approved by address."),
  stacks: list(
    z.strictObject({
      stack: text,
      risk,
      reasons: texts,
      counts,
      sha256: hash.exactOptional(),
      toolVersion: text.exactOptional(),
      plannedAt: text.describe("ISO 8601.").exactOptional(),
    }),
  ).describe("In dependency order."),
  operations: list(
    z.strictObject({
      stack: text,
      effect: z.enum(["interrupts", "restarts", "scales", "takes-time", "metadata"]),
      subject: text,
      sentence: text,
      addresses: texts,
    }),
  ).describe("What it means in operation, the most disturbing first."),
  security: list(
    z.strictObject({
      place,
      area: z.enum(["permissions", "trust", "network", "bucket", "key", "resource-policy", "firewall", "exposure"]),
      effect: z.enum(["widens", "narrows", "changes"]),
      sentence: text,
      lines: list(z.strictObject({ sign: z.enum(["added", "removed"]), text })),
    }),
  ),
  resources: list(
    z.strictObject({
      place,
      action,
      createBeforeDestroy: z.boolean().exactOptional(),
      risk,
      because: text.exactOptional(),
      differences,
      noise: count,
    }),
  ),
  moved: list(z.strictObject({ place, from: text })),
  imported: list(z.strictObject({ place, id: text.exactOptional(), action })),
  forgotten: z.array(place).readonly(),
  drift: list(z.strictObject({ place, kind: z.enum(["changed", "deleted"]), differences, planned: action })),
  unknowns: list(z.strictObject({ place, path: texts, sentence: text })),
  outputs: list(
    z.strictObject({
      stack: text,
      name: text,
      action: z.enum(["create", "update", "destroy"]),
      before: shown,
      after: shown,
    }),
  ),
  failedChecks: list(z.strictObject({ stack: text, address: text, messages: texts })),
  deferred: list(z.strictObject({ place, reason: text })),
  noise: z
    .strictObject({ resources: count, tags: count, timestamps: count, order: count, computed: count })
    .readonly()
    .describe("Counted, not shown."),
});

const origin = z.strictObject({
  environment: text.exactOptional(),
  account: text.exactOptional(),
  region: text.exactOptional(),
  revision: text.exactOptional(),
  review: text.describe("What `smart360 apply --review` goes by.").exactOptional(),
});
const named = z.strictObject({ stack: text, address: text });
const approved = named.extend({
  by: text.describe("Who agreed.").exactOptional(),
  reason: text.describe("Why it is right.").exactOptional(),
  at: text.describe("ISO 8601.").exactOptional(),
});

/** What `smart360 review --format json` prints. */
export const reviewDocumentSchema = z.strictObject({
  origin: origin.readonly().exactOptional(),
  waiting: list(z.strictObject({ stack: text, for: texts }))
    .describe("Stacks that could not be planned yet, and what must be applied first.")
    .exactOptional(),
  applied: list(z.strictObject({ stack: text, at: text.describe("ISO 8601.") }))
    .describe("Stacks whose plans were applied already; they are not in the review any more.")
    .exactOptional(),
  begun: texts.describe("Stacks that were begun and not finished.").exactOptional(),
  leftOver: list(z.strictObject({ key: text, resources: count }))
    .describe("States that belong to no stack of the app any more: no plan shows what is in them.")
    .exactOptional(),
  unguarded: list(z.strictObject({ stack: text, resources: count }))
    .describe("Stacks with resources that hold data and have no `prevent_destroy`, which no plan shows.")
    .exactOptional(),
  gate: z
    .strictObject({
      exitCode: z.union([z.literal(0), z.literal(3)]).describe("3: something red is not approved."),
      blocking: list(named),
      approved: list(approved),
      unused: list(z.strictObject({ plan: hash, address: text, why: z.enum(["other-plan", "not-red"]) })),
    })
    .readonly()
    .exactOptional(),
  review: reviewSchema.readonly(),
});

export type ReviewDocument = z.infer<typeof reviewDocumentSchema>;

/** Ends with a line break. */
export function renderJson(review: Review, options: RenderOptions = {}): string {
  const { origin, waiting, applied, begun, leftOver, unguarded, gate } = options;
  const brief = (findings: readonly Review["red"][number][]) =>
    findings.map((finding) => ({ stack: finding.place.stack, address: finding.approveAs }));
  const document: ReviewDocument = {
    ...(origin === undefined ? {} : { origin }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(applied === undefined ? {} : { applied }),
    ...(begun === undefined ? {} : { begun }),
    ...(leftOver === undefined ? {} : { leftOver }),
    ...(unguarded === undefined ? {} : { unguarded }),
    ...(gate === undefined ? {} : { gate: { ...gate, blocking: brief(gate.blocking), approved: agreed(gate) } }),
    review,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function agreed({ approved: findings }: Gate) {
  return findings.map(({ place, approveAs, approval: { by, reason, at } }) => ({
    stack: place.stack,
    address: approveAs,
    ...(by === undefined ? {} : { by }),
    ...(reason === undefined ? {} : { reason }),
    ...(at === undefined ? {} : { at }),
  }));
}

/** The text of `plan-review.schema.json`. */
export function reviewJsonSchema(): string {
  const schema = z.toJSONSchema(reviewDocumentSchema, { target: "draft-7", io: "input" }) as JsonSchema;
  return renderSchema({ title: "SMART360 plan review", ...schema });
}
