/** Commands that plan, review and apply changes, and draw what there is. */
import type { Command } from "commander";
import type { CliContext } from "./context";

export function reviewingCommands(_cli: Command, _context: CliContext): void {}
