/** Services that find no room on the environment's instances, or whose deployment never would. */
import { capacityPlan } from "../../capacity/plan";
import { capacityErrors, type Finding } from "../../capacity/prove";
import { canRoll } from "../../capacity/rolling";
import { describeFinding } from "../../capacity/shortage";
import type { Path } from "../../document/json-document";
import type { Entry } from "../entry";
import type { Check } from "./context";

/** What the proof looks at. Where one of them cannot be used, what follows from the others means nothing. */
const looksAt = ["cpu", "memoryReservation", "deployment", "scaling"];

export const checkCapacity: Check = ({ document, entries, environment }) => {
  const inUse = entries.filter(({ retired }) => !retired);
  if (inUse.some((entry) => entry.name === undefined || looksAt.some((key) => !entry.isUsable([key])))) return [];
  const plan = capacityPlan(
    inUse.map(({ name = "", retired, settings }) => ({ ...settings, name, retired })),
    environment,
  );
  // Limits that are stuck on any instance are another check's.
  if (plan.services.some(({ min, rolling }) => min > 0 && !canRoll(min, rolling))) return [];
  return capacityErrors(plan).flatMap((finding) => {
    const entry = inUse.find(({ name }) => name === (finding.service ?? finding.waiting[0]?.task.service));
    const message = describeFinding(finding, plan, environment.name);
    return entry === undefined ? [] : [document.issue(placeOf(entry, finding), message)];
  });
};

/** The size that the entry itself sets and that is too large; else the entry. */
function placeOf(entry: Entry, { waiting }: Finding): Path {
  const path = [waiting[0]?.lack === "cpu" ? "cpu" : "memoryReservation"];
  const place = entry.place(path);
  return place[0] === "services" ? place : entry.path;
}
