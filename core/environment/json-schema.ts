import { renderSchema, toJsonSchema } from "../document/json-schema";
import { environmentSchema } from "./schema";

/** The text of `environments/environment.schema.json`. */
export function environmentJsonSchema(): string {
  return renderSchema(toJsonSchema(environmentSchema, "SMART360 environment"));
}
