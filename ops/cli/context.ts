/** What every command of `smart360` is given. */
import { Option } from "commander";
import { defaultEnvironment } from "../project";

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
