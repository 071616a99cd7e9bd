/** What every command of `smart360` is given. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { defaultEnvironment } from "../../core/environment/where";
import { noMinutes, parallelOutOfRange } from "../../core/errors";
import { offlineVariable } from "../embedded";

export interface CliContext {
  /** Folder of the project. */
  readonly root: string;
  /** Sets the exit code. */
  readonly exit: (code: number) => void;
}

/** `--environment`: the one environment that the command is about. */
export function environment(): Option {
  return new Option("-e, --environment <name>", "environments/<name>.json")
    .env("ENVIRONMENT")
    .default(defaultEnvironment);
}

/** `--offline`, also given by `smart360 offline` to whatever runs inside it. */
export function offline(description = "on the embedded default instead of AWS"): Option {
  return new Option("--offline", description).env(offlineVariable);
}

/** Whether to look at what there is: `--offline` says so too, but for the variable of `smart360 offline`, which says only where. */
export function asksLive({ live }: { live?: true }, command: Command): boolean {
  return live === true || command.getOptionValueSource("offline") === "cli";
}

/** `--parallel`: how many stacks are worked on at once. */
export function parallel(description: string): Option {
  return new Option("--parallel <n>", description).argParser(readParallel).default(2);
}

function readParallel(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 32) throw new InvalidArgumentError(parallelOutOfRange(value));
  return count;
}

/** Minutes to wait at most, for an option's argument. */
export function readMinutes(value: string): number {
  const minutes = Number(value);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) throw new InvalidArgumentError(noMinutes(value));
  return minutes;
}

/** An option that may be given again and again. */
export function several(value: string, former: readonly string[]): readonly string[] {
  return [...former, value];
}
