import type { JsonDocument } from "../../document/json-document";
import type { Environment } from "../../environment/schema";
import type { Issue } from "../../errors";
import type { Entry } from "../entry";

/** What the checks of a manifest look at. */
export interface Context {
  readonly document: JsonDocument;
  readonly entries: readonly Entry[];
  readonly environment: Environment;
  readonly knownEnvironments: readonly string[] | undefined;
}

/** One check; it reports everything it finds. */
export type Check = (context: Context) => readonly Issue[];
