import type { SsmParameter } from "./behaviour/data-sources";
import type { Fault } from "./faults";
import type { TypeName } from "./schema/model";
import type { ObjectValue } from "./values/value";

/** What an offline provider serves, and with whose values. */
export interface ProviderOptions {
  /** Folder that holds `node_modules` and `local/provider` (the project's root). */
  readonly root: string;
  /** Cache of schemas read from the bindings, e.g. `<root>/.gen/provider-schema`. */
  readonly cacheDir: string;
  /**
   * Terraform types to serve (`aws_vpc`, `data.aws_ssm_parameter`), asked anew on each GetProviderSchema. The types
   * that the project has facts about are served anyway; a name that the bindings do not have is left out, and Terraform
   * refuses it.
   */
  readonly types: () => Iterable<TypeName> | Promise<Iterable<TypeName>>;
  /** Value of an SSM parameter, for `data.aws_ssm_parameter`; undefined when it does not exist. */
  readonly ssmParameter: SsmParameter;
  /**
   * Names that the configurations use, as `namesIn` finds them; may grow. Nested blocks of firewall rules that none of
   * them names are not served. @default all are
   */
  readonly names?: () => ReadonlySet<string>;
  /** Latencies and failures to inject. @default none */
  readonly faults?: readonly Fault[];
  /**
   * What is found of a resource, from what is known of it; null when it is gone. Stands for changes that nobody made
   * with Terraform. @default just what is known
   */
  readonly found?: (type: TypeName, known: ObjectValue) => ObjectValue | null;
  /** Told one line for each call that fails. @default nobody */
  readonly log?: (line: string) => void;
}
