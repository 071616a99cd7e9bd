/** Terraform in scratch folders: no backend, no lock, no refresh, at most so many at once. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { impactFailed, impactInterrupted } from "../../core/errors";
import { parsePlan } from "../../core/plan-review/parse";
import type { Plan } from "../../core/plan-review/plan";
import type { OutputValues } from "../../core/synthesized/remote-outputs";
import { outputsOf, type StateDocument } from "../state/read";
import { describeFailure } from "../terraform/diagnostics";
import { printTerraform, runTerraform, type Interruption, type TerraformResult } from "../terraform/run";
import type { StackDocument } from "./scratch-document";
import { Slots } from "./slots";

export interface ScratchTerraformOptions {
  /** Environment of terraform, with the offline provider. */
  readonly variables: Readonly<Record<string, string>>;
  /** Runs at once. */
  readonly parallel: number;
  readonly interruption: Interruption;
}

export interface State {
  /** Undefined when there is none. */
  readonly file: string | undefined;
  readonly outputs: OutputValues;
}

export interface Planned {
  readonly stack: string;
  readonly plan: Plan;
  readonly hasChanges: boolean;
  /** Where it was planned, with the saved plan. */
  readonly folder: string;
}

export const noState: State = { file: undefined, outputs: {} };

const stateName = "terraform.tfstate";
const savedPlan = "saved.tfplan";
const everywhere = ["-json", "-input=false", "-lock=false"];
/** Nothing changes behind the back of a scratch state. */
const unrefreshed = "-refresh=false";
const planHasChanges = 2;

/** Every call may throw a `UserError`: terraform refused, or was interrupted. */
export class ScratchTerraform {
  private readonly slots: Slots;

  constructor(private readonly options: ScratchTerraformOptions) {
    this.slots = new Slots(options.parallel);
  }

  /** Applies a stack from nothing; returns the file with its state, which an apply of nothing does not leave. */
  async apply(stack: string, folder: string, document: StackDocument): Promise<string> {
    write(folder, document);
    await this.run(stack, folder, ["apply", "-auto-approve", unrefreshed, ...everywhere]);
    return join(folder, stateName);
  }

  async plan(stack: string, folder: string, document: StackDocument, old: State): Promise<Planned> {
    write(folder, document);
    if (old.file !== undefined) copyFileSync(old.file, join(folder, stateName));
    const args = ["plan", "-detailed-exitcode", unrefreshed, `-out=${savedPlan}`, ...everywhere];
    const exitCode = await this.run(stack, folder, args);
    const shown = join(folder, "plan.json");
    await this.inSlot(stack, () => printTerraform(["show", "-json", savedPlan], shown, this.shared(folder)));
    const plan = parsePlan(readFileSync(shown, "utf8"), stack);
    return { stack, plan, hasChanges: exitCode === planHasChanges, folder };
  }

  /** Applies a plan where it was made. */
  async applyPlan({ stack, folder }: Planned): Promise<State> {
    await this.run(stack, folder, ["apply", ...everywhere, savedPlan]);
    return readState(join(folder, stateName));
  }

  private async run(stack: string, folder: string, args: readonly string[]): Promise<number> {
    return (await this.inSlot(stack, () => runTerraform(args, this.shared(folder)))).exitCode;
  }

  private async inSlot(stack: string, run: () => Promise<TerraformResult>): Promise<TerraformResult> {
    const { interruption } = this.options;
    const result = await this.slots.run(async () => {
      if (interruption.requested) throw impactInterrupted();
      return run();
    });
    if (interruption.requested) throw impactInterrupted();
    if (result.exitCode !== 0 && result.exitCode !== planHasChanges) throw impactFailed(stack, describeFailure(result));
    return result;
  }

  private shared(folder: string) {
    const { variables, interruption } = this.options;
    return { folder, variables, interruption };
  }
}

export function readState(file: string): State {
  if (!existsSync(file)) return noState;
  return { file, outputs: outputsOf(JSON.parse(readFileSync(file, "utf8")) as StateDocument) };
}

function write(folder: string, document: StackDocument): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(document, null, 2));
}
