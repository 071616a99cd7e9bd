/** What must be looked at before anything else: data that would be lost, and guards of data that are weakened. */
import { listed } from "../document/text";
import type { ChangedResource } from "./changed-resource";
import { asDifference, type Delta } from "./diff/diff";
import { reasonInWords } from "./facts/reasons";
import { statefulType } from "./facts/stateful";
import { guardsOf } from "./facts/guards";
import { guardedTypes, guardTypes } from "./facts/guard-types";
import { type Guard, weakens } from "./facts/weakening";
import type { RedFinding, RedKind } from "./review";
import { inline, plain } from "./values/show";
import { isTrue, member, Secret, textOf, Unknown, type Value } from "./values/value";
import { weakenedBy } from "./weakened/weakened";

/** Findings about one resource. `others` are all resources of its stack. */
export function redFindings(resource: ChangedResource, others: readonly ChangedResource[]): RedFinding[] {
  const { action } = resource;
  if (action === "none" || action === "read" || action === "forget") return [];
  return [
    ...losses(resource),
    ...lostGuards(resource, others),
    ...weakenedGuards(resource),
    ...composedGuards(resource, others),
  ];
}

/** What an approval names. */
export function approvalName({ place }: ChangedResource): string {
  return place.deposed === undefined ? place.address : `${place.address} (deposed ${place.deposed})`;
}

/** A finding of something that a change opens, told by whoever reads rules and policies. */
export function exposure(resource: ChangedResource, sentence: string): RedFinding {
  return finding(resource, "exposed", sentence, []);
}

function losses(resource: ChangedResource): RedFinding[] {
  const { action, place, before, leavesOldBehind } = resource;
  const stateful = statefulType(place.type);
  if (stateful === undefined || (action !== "destroy" && action !== "replace")) return [];
  const softened = stateful.softened?.(before);
  if (softened?.keepsData === true && action === "destroy") return [];

  const forcing = resource.deltas.filter(({ forcesReplacement }) => forcesReplacement);
  const because = reasonInWords(resource.reason);
  const why =
    forcing.length === 0
      ? because
      : `${listed(forcing.map(changeInWords))} ${forcing.length === 1 ? "forces" : "force"} it`;
  const verb = action === "replace" ? "replaced by an empty one" : "destroyed";
  const name = place.deposed === undefined ? place.label : `the left-over (deposed) object of ${place.label}`;
  const lost = leavesOldBehind
    ? `The old one stays, but nothing uses ${stateful.holds} any more.`
    : [`Gone would be ${stateful.holds}.`, softened?.sentence, refusal(before)]
        .filter((said) => said !== undefined)
        .join(" ");
  return [
    {
      ...finding(
        resource,
        action === "replace" ? "replaced" : "destroyed",
        `${name} would be ${verb}${why === undefined ? "" : `: ${why}`}.`,
        forcing,
      ),
      lost,
      ...(because === undefined ? {} : { because }),
    },
  ];
}

function changeInWords({ path, before, after }: Delta): string {
  const name = path.join(" > ");
  if (after instanceof Unknown) return `${name} (known after apply only)`;
  if (before instanceof Secret || after instanceof Secret) return `${name} (sensitive)`;
  return before === undefined && after === undefined
    ? name
    : `${name} ${inline(before ?? null)} -> ${inline(after ?? null)}`;
}

const protections = ["deletion_protection", "deletion_protection_enabled", "enable_deletion_protection"];

function refusal(before: Value): string | undefined {
  const isProtected = protections.some((name) => isTrue(member(before, name)) || member(before, name) === "ACTIVE");
  return isProtected ? "AWS refuses as long as its deletion protection is on." : undefined;
}

/** A resource that is nothing but a guard goes, and what it guards stays. */
function lostGuards(resource: ChangedResource, others: readonly ChangedResource[]): RedFinding[] {
  const { action, place, before } = resource;
  const guard = Object.hasOwn(guardTypes, place.type) ? guardTypes[place.type] : undefined;
  if (guard === undefined || action !== "destroy") return [];
  const guardedGoes = Object.entries(guardedTypes).some(([argument, types]) => {
    const guarded = textOf(member(before, argument));
    return (
      guarded !== undefined &&
      others.some((other) => other.action === "destroy" && types.includes(other.place.type) && isNamed(other, guarded))
    );
  });
  if (guardedGoes) return [];
  return [finding(resource, guard.kind, `${place.label} would be destroyed: ${guard.meaning}.`, [])];
}

function isNamed({ before }: ChangedResource, name: string): boolean {
  return ["id", "arn", "bucket"].some((attribute) => member(before, attribute) === name);
}

function composedGuards(resource: ChangedResource, others: readonly ChangedResource[]): RedFinding[] {
  return weakenedBy(resource, others).map(({ kind, sentence }) =>
    finding(resource, kind, `${resource.place.label} ${sentence}.`, []),
  );
}

function weakenedGuards(resource: ChangedResource): RedFinding[] {
  if (resource.action !== "update" && resource.action !== "replace") return [];
  return guardsOf(resource.place.type).flatMap((guard) =>
    resource.deltas
      .map((delta) => narrowed(delta, guard))
      .filter((delta) => delta !== undefined && weakens(guard.weaker, delta.before, delta.after))
      .map((delta) => {
        const words = `${delta?.path.join(" > ")} ${plain(delta?.before)} -> ${plain(delta?.after)}`;
        return finding(
          resource,
          guard.kind,
          `${resource.place.label} ${guard.meaning}: ${words}.`,
          delta === undefined ? [] : [delta],
        );
      }),
  );
}

/** The part of a difference that is about a guard's argument; undefined where it is about something else. */
function narrowed(delta: Delta, { argument, weaker }: Guard): Delta | undefined {
  if (delta.after instanceof Unknown) return undefined;
  if (delta.argument === argument) return delta;
  if (delta.argument === "" || !argument.startsWith(`${delta.argument}.`)) return undefined;
  const isElement = delta.path.length > delta.argument.split(".").length;
  // An element of a list that goes takes its guards with it.
  if (isElement && delta.after === undefined) return undefined;
  if (isElement && weaker === "off") return undefined;
  const rest = argument.slice(delta.argument.length + 1).split(".");
  const after = member(delta.after, ...rest);
  if (after instanceof Unknown) return undefined;
  return { ...delta, argument, path: [...delta.path, ...rest], before: member(delta.before, ...rest), after };
}

function finding(resource: ChangedResource, kind: RedKind, sentence: string, forcing: readonly Delta[]): RedFinding {
  return {
    place: resource.place,
    kind,
    approveAs: approvalName(resource),
    sentence,
    forcedBy: forcing.map(asDifference),
  };
}
