export interface ServiceEntry {
  readonly name: string;
  readonly paths: readonly string[];
  readonly priority: number;
  readonly cpu: number;
  readonly memory: number;
  readonly memoryReservation: number;
  readonly uses: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}
