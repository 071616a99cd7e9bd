/** Where the embedded default finds its AWS. */
import { badEndpoint, endpointIsAws } from "../../core/errors";

/** The made-up endpoint that every program sees: the loopback proxy answers for it and for `<bucket>.aws.test`. */
export const madeUpHost = "aws.test";
export const madeUpEndpoint = `http://${madeUpHost}`;

/**
 * The endpoint the user asked for by `AWS_ENDPOINT_URL`, undefined when the project's own local AWS is to be started.
 * Inside `smart360 offline` the variable holds the made-up endpoint, which is the project's own.
 */
export function userEndpoint(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw badEndpoint(value);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw badEndpoint(value);
  if (url.hostname === madeUpHost) return undefined;
  if (/(^|\.)(amazonaws\.com(\.cn)?|api\.aws|aws\.amazon\.com)$/.test(url.hostname)) throw endpointIsAws(value);
  return url.href.replace(/\/$/, "");
}
