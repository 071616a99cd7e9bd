/** Beside the plans: which of them were begun and which are applied, so that an interrupted apply can go on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../replace-file";

export interface JournalEntry {
  readonly stack: string;
  /** SHA-256 of the plan file. */
  readonly plan: string;
  readonly state: "begun" | "applied";
  /** ISO 8601. */
  readonly at: string;
}

const fileName = "applied.json";

/** A new plan takes the journal away with the old plans. */
export class Journal {
  private constructor(
    private readonly file: string,
    private entries: readonly JournalEntry[],
  ) {}

  static open(folder: string): Journal {
    const file = join(folder, fileName);
    return new Journal(file, read(file));
  }

  isApplied(stack: string, plan: string): boolean {
    return this.find(stack, plan, "applied") !== undefined;
  }

  /** When its plan was applied; ISO 8601. Undefined: it was not. */
  appliedAt(stack: string, plan: string): string | undefined {
    return this.find(stack, plan, "applied")?.at;
  }

  /** Begun, and whether it came to an end is not known. */
  isBegun(stack: string, plan: string): boolean {
    return this.find(stack, plan, "begun") !== undefined;
  }

  note(entry: JournalEntry): void {
    this.entries = [...this.entries.filter(({ stack }) => stack !== entry.stack), entry];
    replaceFile(this.file, `${JSON.stringify(this.entries, null, 2)}\n`, { mode: 0o600 });
  }

  private find(stack: string, plan: string, state: JournalEntry["state"]): JournalEntry | undefined {
    return this.entries.find((entry) => entry.stack === stack && entry.plan === plan && entry.state === state);
  }
}

function read(file: string): readonly JournalEntry[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as readonly JournalEntry[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
