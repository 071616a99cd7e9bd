/** Commands for whoever edits services.json. */
import type { Command } from "commander";
import type { CliContext } from "./context";

export function editingCommands(_cli: Command, _context: CliContext): void {}
