import { renderSchema, toJsonSchema } from "../document/json-schema";
import { exceptionsSchema } from "./exceptions";

/** The text of `scan-exceptions.schema.json`. */
export function exceptionsJsonSchema(): string {
  return renderSchema(toJsonSchema(exceptionsSchema, "SMART360 accepted findings of the scanner"));
}
