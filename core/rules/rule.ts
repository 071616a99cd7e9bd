/** What a rule is. */
import type { SynthesizedResource } from "../synthesized/stack";

export interface RuleSettings {
  /** `protectData` of the environment. */
  readonly protectData: boolean;
  /** What bounds the roles of AWS services in the environment. */
  readonly roleBoundaryArn: string;
}

/** What a rule sees: one resource, and those beside it in its stack. */
export interface Context {
  readonly stack: readonly SynthesizedResource[];
  readonly settings: RuleSettings;
}

/** The messages of what `resource` breaks. */
export type Rule = (resource: SynthesizedResource, context: Context) => readonly string[];
