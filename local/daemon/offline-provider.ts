/** Starts the offline provider inside the daemon and gives it what it may ask of the local AWS. */
import { UserError } from "../../core/errors";

export interface OfflineProvider {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  stop(): Promise<void>;
}

export interface OfflineProviderOptions {
  readonly root: string;
  readonly proxyUrl: string;
  readonly accounts: () => readonly string[];
  readonly log: (line: string) => void;
}

export async function startOfflineProvider(_options: OfflineProviderOptions): Promise<OfflineProvider> {
  throw new UserError("The offline provider is not there yet.");
}
