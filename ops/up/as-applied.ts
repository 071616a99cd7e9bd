/**
 * Which stacks are as the last `up` applied them. On the embedded default with the offline provider nothing changes but
 * by terraform: from the same text, the same outputs of others, the same images and the same state it plans nothing, and
 * need not be asked.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outputAt, outputsRead } from "../../core/synthesized/remote-outputs";
import { replaceFile } from "../replace-file";
import { outputsOf, type StateDocument } from "../state/read";
import type { StackOnDisk } from "../synthesize";

export interface AsAppliedOptions {
  /** Where it is kept, beside the states. */
  readonly file: string;
  /** What every plan depends on beside its stack: the environment, the programs. */
  readonly causes: readonly string[];
  /** The state of a stack, undefined when it has none. */
  readonly stateOf: (stack: string) => Promise<StateDocument | undefined>;
  /** Value of an SSM parameter that a stack reads, undefined when it is not there. */
  readonly parameter: (name: string) => Promise<string | undefined>;
}

export class AsApplied {
  private prints: Readonly<Record<string, string>>;

  constructor(private readonly options: AsAppliedOptions) {
    this.prints = read(options.file);
  }

  /** Whether terraform would find nothing to do. */
  async holds(stack: StackOnDisk): Promise<boolean> {
    const known = this.prints[stack.name];
    return known !== undefined && known === (await this.print(stack));
  }

  /** To be called when a stack is applied whole. */
  async note(stack: StackOnDisk): Promise<void> {
    const print = await this.print(stack);
    if (print === undefined) return;
    this.prints = { ...this.prints, [stack.name]: print };
    replaceFile(this.options.file, `${JSON.stringify(this.prints, null, 2)}\n`, { mode: 0o600 });
  }

  private async print({ name, folder, dependencies }: StackOnDisk): Promise<string | undefined> {
    const { causes, stateOf, parameter } = this.options;
    const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
    const [state, ...others] = await Promise.all([name, ...dependencies].map(stateOf));
    if (state === undefined) return undefined;
    const document: unknown = JSON.parse(text);
    const parameters = await Promise.all(parametersRead(document).map(parameter));
    const outputs = new Map(
      dependencies.map((dependency, index) => [dependency, others[index] && outputsOf(others[index])]),
    );
    const values = outputsRead(document).map(({ stack, path }) => outputAt(outputs.get(stack), path) ?? null);
    const missing = dependencies.filter((dependency) => outputs.get(dependency) === undefined);
    const parts = [
      causes,
      text,
      state.lineage,
      state.serial,
      missing,
      values,
      parameters.map((value) => value ?? null),
    ];
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  }
}

/** Names of the SSM parameters that a stack looks up. */
function parametersRead(document: unknown): string[] {
  const { data } = document as { data?: Record<string, Record<string, { readonly name?: unknown }>> };
  return Object.values(data?.["aws_ssm_parameter"] ?? {}).flatMap(({ name }) =>
    typeof name === "string" ? [name] : [],
  );
}

function read(file: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  } catch {
    // Not there, or cut off: terraform is asked.
    return {};
  }
}
