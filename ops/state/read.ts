/** What lies in the state bucket. */
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { isAbsent } from "./backend";
import type { AwsClients } from "./clients";

export interface StateDocument {
  readonly serial?: number;
  readonly lineage?: string;
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly schema_version: number;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** A state object; undefined when the bucket holds none under that key. */
export async function readState(
  clients: Pick<AwsClients, "s3">,
  bucket: string,
  key: string,
): Promise<StateDocument | undefined> {
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = await Body?.transformToString("utf8");
    return text === undefined ? undefined : (JSON.parse(text) as StateDocument);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** The outputs of a state by name, as plain values. */
export function outputsOf(state: StateDocument): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value]));
}

/** Managed resource instances of a state. */
export function countResources(state: StateDocument): number {
  return state.resources
    .filter(({ mode }) => mode === "managed")
    .reduce((sum, { instances }) => sum + instances.length, 0);
}

/** Keys of all objects in the bucket, as S3 lists them. */
export async function objectKeys({ s3 }: Pick<AwsClients, "s3">, bucket: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
  return keys;
}

/** Managed resource instances of the state under a key; undefined for what is no state. */
export async function resourcesAt(
  clients: Pick<AwsClients, "s3">,
  bucket: string,
  key: string,
): Promise<number | undefined> {
  try {
    const state = await readState(clients, bucket, key);
    return state === undefined ? undefined : countResources(state);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
