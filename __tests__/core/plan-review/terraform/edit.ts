/** What is planned by the real terraform, and how it is edited. */
import { argumentsOf, type Arguments, type Configuration } from "../../../support/small-platform";

export interface Edit {
  readonly name: string;
  readonly edit?: (configuration: Configuration) => Partial<Configuration> | void;
  /** Options of `terraform plan`. */
  readonly options?: readonly string[];
  /** What somebody did beside Terraform, by type: null when it is gone. */
  readonly found?: Readonly<Record<string, Arguments | null>>;
  /** The review of the opposite change is the same: all that changes is sensitive, or noise, or nothing. */
  readonly isSymmetric?: true;
  /** See `told`. */
  readonly told: readonly string[];
}

export const set =
  (type: string, change: Arguments): NonNullable<Edit["edit"]> =>
  (configuration) => {
    Object.assign(argumentsOf(configuration, type), change);
  };

export const without =
  (type: string): NonNullable<Edit["edit"]> =>
  (configuration) => {
    delete configuration.resource[type];
  };
