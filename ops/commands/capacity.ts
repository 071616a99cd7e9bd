/** `smart360 capacity`: which task runs on which instance, what room is left, and what would not fit. */
import { capacityPlan } from "../../core/capacity/plan";
import { proveCapacity } from "../../core/capacity/prove";
import { type Paint, renderCapacity } from "../../core/capacity/render";
import { capacityReport } from "../../core/capacity/report";
import type { ScenarioName } from "../../core/capacity/scenarios";
import { colorsFor } from "../colors";
import { ExitCode, type Console } from "../console";
import { loadEnvironment, loadManifest } from "../project";
import { widthOf } from "../width";

/** Columns on which the picture can still be drawn. */
const narrowest = 40;

export interface CapacityOptions {
  readonly root: string;
  readonly environment: string;
  /** The one scenario to judge and draw; all of them, and the steady state drawn, when undefined. */
  readonly scenario?: ScenarioName;
  readonly json: boolean;
}

export function capacity({ root, environment: name, scenario, json }: CapacityOptions, out: Console): number {
  const environment = loadEnvironment(root, name);
  // What does not fit is to be shown, not to be refused.
  const { services } = loadManifest(root, environment, { provesCapacity: false });
  const plan = capacityPlan(services, environment);
  const all = proveCapacity(plan);
  const findings = scenario === undefined ? all : all.filter((finding) => finding.scenario === scenario);
  out.print(
    json
      ? JSON.stringify(capacityReport(name, plan, findings), null, 2)
      : renderCapacity({
          environmentName: name,
          plan,
          findings,
          drawn: scenario ?? "steady",
          paint: paintFor(out),
          width: widthOf(out, undefined, narrowest),
        }),
  );
  if (findings.length === 0 && !json) out.print("No service has schedules.");
  return findings.some(({ severity }) => severity === "error") ? ExitCode.user : ExitCode.ok;
}

function paintFor(out: Console): Paint {
  const colors = colorsFor(out);
  const ofServices = [colors.cyan, colors.yellow, colors.magenta, colors.green, colors.blue, colors.red];
  const ofVerdicts = { none: colors.green, warning: colors.yellow, error: colors.red };
  return {
    service: (index, text) => (ofServices[index % ofServices.length] ?? colors.reset)(text),
    verdict: (severity, text) => ofVerdicts[severity](text),
    bold: colors.bold,
  };
}
