/** Where database and cache are: the outputs of the stack `data`, from its state. */
import type { Environment } from "../../core/environment/schema";
import { dataNotApplied } from "../../core/errors";
import { names } from "../../core/naming/names";
import { hasCode, type Aws } from "../aws/aws";
import { outputsOf, readState } from "../state/read";

export interface DataOutputs {
  readonly databaseAddress: string;
  readonly databasePort: number;
  readonly cacheAddress: string;
  readonly cachePort: number;
  readonly cacheTokenSecretArn: string;
}

/** @throws {UserError} before `data` is applied */
export async function readDataOutputs({ s3 }: Aws, environment: Environment): Promise<DataOutputs> {
  const [bucket, key] = [names.stateBucket(environment), names.stateKey(environment, "data")];
  const state = await readState({ s3 }, bucket, key).catch((error: unknown) => {
    if (hasCode(error, "NoSuchBucket", "NoSuchKey")) return undefined;
    throw error;
  });
  const outputs = state === undefined ? {} : outputsOf(state);
  const text = (name: string): string => {
    const value = outputs[name];
    if (typeof value !== "string" || value === "") throw dataNotApplied(environment.name);
    return value;
  };
  const number = (name: string): number => {
    const value = Number(outputs[name]);
    if (!Number.isInteger(value) || value < 1) throw dataNotApplied(environment.name);
    return value;
  };
  return {
    databaseAddress: text("database_address"),
    databasePort: number("database_port"),
    cacheAddress: text("cache_address"),
    cachePort: number("cache_port"),
    cacheTokenSecretArn: text("cache_token_secret_arn"),
  };
}
