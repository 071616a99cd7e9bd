/** Where a command works, as whoever types the next one must name it. */

export interface Where {
  readonly environment: string;
  /** AWS, or the embedded default. */
  readonly target: "aws" | "offline";
}

export const defaultEnvironment = "production";

/** ` -e staging`, as a command to be typed needs it: nothing for the default environment. */
export function environmentOption(environment: string): string {
  return environment === defaultEnvironment ? "" : ` -e ${environment}`;
}

export const offlineOption = (target: Where["target"]) => (target === "offline" ? " --offline" : "");

/** ` -e staging --offline`: options that lead to the same place again. */
export function placeOptions({ environment, target }: Where): string {
  return `${environmentOption(environment)}${offlineOption(target)}`;
}
