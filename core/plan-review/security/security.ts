/** Who may do or reach what after the plans are applied, as far as it differs from before. */
import type { ChangedResource } from "../changed-resource";
import type { Directory } from "../directory";
import type { SecurityChange } from "../review";
import type { SecurityFinding } from "./finding";
import { firewallFindings } from "./firewall";
import { networkFindings } from "./network";
import { policyFindings } from "./policies";

const readers = [policyFindings, networkFindings, firewallFindings];

export interface SecurityOfResource {
  readonly resource: ChangedResource;
  readonly finding: SecurityFinding;
}

export function securityOf(resource: ChangedResource, directory: Directory): SecurityOfResource[] {
  const { action } = resource;
  if (action === "none" || action === "read" || action === "forget") return [];
  return readers.flatMap((read) => read(resource, directory).map((finding) => ({ resource, finding })));
}

const order: readonly SecurityChange["effect"][] = ["widens", "changes", "narrows"];

/** The widening ones first. */
export function securityChanges(found: readonly SecurityOfResource[]): SecurityChange[] {
  const all = found.map(({ resource: { place }, finding: { area, effect, sentence, lines } }) => ({
    place,
    area,
    effect,
    sentence,
    lines,
  }));
  return order.flatMap((effect) => all.filter((change) => change.effect === effect));
}
