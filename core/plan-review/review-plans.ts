import { actionOf, type ChangedResource, changedResource } from "./changed-resource";
import { Configuration } from "./configuration";
import { countsOf, noiseOfAll, sumOfCounts } from "./counts";
import { asDifference, type Delta } from "./diff/diff";
import { Directory } from "./directory";
import { driftOf } from "./drift";
import { reasonInWords } from "./facts/reasons";
import { gravityOf } from "./facts/stateful";
import { FoundIndex } from "./found-index";
import { operations } from "./operations/operations";
import { inOrder } from "./order";
import { failedChecks, outputChanges } from "./outputs";
import { Owners } from "./owners";
import type { Plan, ResourceChange } from "./plan";
import { exposure, redFindings } from "./red";
import type {
  Deferred,
  Drift,
  FailedCheck,
  OutputChange,
  RedFinding,
  ResourceReview,
  Review,
  ReviewContext,
  StackPlan,
} from "./review";
import { risks } from "./review";
import { securityChanges, securityOf, type SecurityOfResource } from "./security/security";
import { riskyUnknowns } from "./unknowns";
import { printable } from "./values/printable";
import { Secrecy } from "./values/secrecy";
import { type Found, reasonsOf, riskOf, verdictOf } from "./verdict";

/** @throws {UserError} when two plans are of one stack */
export function reviewPlans(plans: readonly StackPlan[], { dependencies }: ReviewContext = {}): Review {
  const directory = new Directory();
  const stacks = inOrder(plans, dependencies).map((plan) => readStack(plan, directory));
  const resources = stacks.flatMap((stack) => stack.resources);
  const secured = resources.flatMap((resource) => securityOf(resource, directory));
  const found: Found = {
    red: worstFirst(stacks.flatMap((stack) => redOf(stack, secured))),
    security: securityChanges(secured),
    operations: operations(new Map(stacks.map((stack) => [stack.plan.stack, stack.resources]))),
  };
  const index = new FoundIndex(found);
  const reviewed = stacks.map((stack) => ({
    stack,
    resources: stack.resources.filter(isShown).map((resource) => resourceReview(resource, index)),
    noise: stack.resources.filter((resource) => resource.action === "update" && !isShown(resource)).length,
  }));
  const changed = reviewed.map(({ stack, resources: all }) => {
    const own = index.ofStack(stack.plan.stack);
    const { sha256, plan } = stack.plan;
    return {
      stack: stack.plan.stack,
      risk: riskOf(own, all.length > 0 || stack.outputs.length > 0 || stack.resources.some(isMovedOrImported)),
      reasons: reasonsOf(own),
      counts: countsOf(stack.resources, stack.unchanged),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(plan.terraform_version === undefined ? {} : { toolVersion: printable(plan.terraform_version) }),
      ...(plan.timestamp === undefined ? {} : { plannedAt: printable(plan.timestamp) }),
    };
  });
  const counts = sumOfCounts(changed.map((stack) => stack.counts));
  const changes = changed.some(({ risk }) => risk !== "none");
  return {
    formatVersion: "1.0",
    verdict: verdictOf(found, counts, riskOf(found, changes)),
    red: found.red,
    stacks: changed,
    operations: found.operations,
    security: found.security,
    resources: reviewed.flatMap(({ resources: all }) => byRisk(all)),
    moved: resources.flatMap(({ place, movedFrom: from }) => (from === undefined ? [] : [{ place, from }])),
    imported: resources.flatMap(({ place, importing, action }) =>
      importing === undefined ? [] : [{ place, ...importing, action }],
    ),
    forgotten: resources.filter(({ action }) => action === "forget").map(({ place }) => place),
    drift: stacks.flatMap(({ drift }) => drift),
    unknowns: resources.flatMap(riskyUnknowns),
    outputs: stacks.flatMap(({ outputs }) => outputs),
    failedChecks: stacks.flatMap(({ failed }) => failed),
    deferred: stacks.flatMap(({ deferred }) => deferred),
    noise: noiseOfAll(
      resources.flatMap(({ deltas }) => deltas),
      reviewed.reduce((sum, { noise }) => sum + noise, 0),
    ),
  };
}

/** A plan, read: nothing sensitive is in it any more. */
interface Stack {
  readonly plan: StackPlan;
  /** With an action, moved, or imported. */
  readonly resources: readonly ChangedResource[];
  readonly unchanged: number;
  readonly drift: readonly Drift[];
  readonly outputs: readonly OutputChange[];
  readonly failed: readonly FailedCheck[];
  readonly deferred: readonly Deferred[];
}

function readStack(stackPlan: StackPlan, directory: Directory): Stack {
  const { stack, plan } = stackPlan;
  const secrecy = Secrecy.of(plan);
  const configuration = new Configuration(plan);
  const owners = new Owners(plan, configuration, secrecy);
  const read = (change: ResourceChange) => changedResource(stack, change, configuration, secrecy, owners);
  const managed = plan.resource_changes.filter(({ mode }) => mode === "managed").map(read);
  for (const resource of managed) directory.add(resource);
  directory.addDataSources(plan.prior_state, secrecy);
  const resources = managed.filter((resource) => resource.action !== "none" || isMovedOrImported(resource));
  return {
    plan: stackPlan,
    resources,
    unchanged: managed.filter(({ action }) => action === "none").length,
    drift: driftOfPlan(stack, plan, secrecy),
    outputs: outputChanges(stack, plan, secrecy),
    failed: failedChecks(stack, plan, secrecy),
    deferred: plan.deferred_changes.map(({ reason, resource_change }) => ({
      place: read(resource_change).place,
      reason: secrecy.shown(reason.replaceAll("_", " ")),
    })),
  };
}

function driftOfPlan(stack: string, plan: Plan, secrecy: Secrecy): Drift[] {
  const planned = new Map(plan.resource_changes.map(({ address, change }) => [address, actionOf(change.actions)]));
  return plan.resource_drift.flatMap((change) => {
    const drift = driftOf(stack, change, (address) => planned.get(address) ?? "none", secrecy);
    return drift === undefined ? [] : [drift];
  });
}

function redOf({ plan, resources }: Stack, secured: readonly SecurityOfResource[]): RedFinding[] {
  const opened = secured.filter(
    ({ resource, finding }) => resource.place.stack === plan.stack && finding.opens !== undefined,
  );
  return [
    ...resources.flatMap((resource) => redFindings(resource, resources)),
    ...opened.map(({ resource, finding }) => exposure(resource, `${finding.opens}.`)),
  ];
}

/** Losses before guards that are weakened; otherwise in the order of the stacks. */
function worstFirst(red: readonly RedFinding[]): RedFinding[] {
  const isLoss = ({ kind }: RedFinding) => kind === "destroyed" || kind === "replaced";
  const losses = red.filter(isLoss).sort((a, b) => gravityOf(a.place.type) - gravityOf(b.place.type));
  return [...losses, ...red.filter((finding) => !isLoss(finding))];
}

const isSaid = ({ noise }: Delta) => noise === undefined;

/** An update of nothing but noise is counted; reads, moves and imports alone have their own lists. */
function isShown({ action, deltas }: ChangedResource): boolean {
  if (action === "none" || action === "read") return false;
  return action !== "update" || deltas.some(isSaid);
}

const isMovedOrImported = ({ movedFrom, importing }: ChangedResource) =>
  movedFrom !== undefined || importing !== undefined;

function resourceReview(resource: ChangedResource, index: FoundIndex): ResourceReview {
  const { place, action, createBeforeDestroy, deltas, reason } = resource;
  const because = reasonInWords(reason);
  const said = deltas.filter(isSaid);
  return {
    place,
    action,
    ...(action === "replace" ? { createBeforeDestroy } : {}),
    risk: riskOf(index.ofResource(resource), true),
    ...(because === undefined ? {} : { because }),
    differences: said.map(asDifference),
    noise: deltas.length - said.length,
  };
}

function byRisk(resources: readonly ResourceReview[]): ResourceReview[] {
  return [...resources].sort(
    (a, b) => risks.indexOf(a.risk) - risks.indexOf(b.risk) || compare(a.place.address, b.place.address),
  );
}

/** By code points: the same order everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
