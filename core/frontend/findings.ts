/** What must not, or should not, be published with a build. */
import { ownPrefix } from "./release";

export type Refusal = "sourceMap" | "secret" | "reserved";

const secretNames = /^(\.env(\..+)?|\.npmrc|\.netrc|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|credentials)$/i;
const secretEndings = /\.(pem|key|p12|pfx|jks|keystore|tfstate|tfvars|sqlite3?)$/i;
const privateFolders = new Set([".git", ".ssh", ".aws", "node_modules"]);

/** Why a file is not published; undefined when it may be. */
export function refusalOf(path: string): Refusal | undefined {
  if (path.startsWith(ownPrefix)) return "reserved";
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.some((part) => privateFolders.has(part)) || secretNames.test(name) || secretEndings.test(name))
    return "secret";
  return name.endsWith(".map") ? "sourceMap" : undefined;
}

/** The folder that is meant when everything below it is refused, else the path itself. */
export function refusedAs(path: string): string {
  const parts = path.split("/");
  const at = parts.findIndex((part) => privateFolders.has(part));
  return at < 0 ? path : `${parts.slice(0, at + 1).join("/")}/`;
}

/** Of what the page can do without, as it does without it. */
export const missingWarning = (path: string) => `index.html names ${path}, which the build does not hold.`;

export function warningsOf(files: readonly { readonly path: string; readonly sizeBytes: number }[]): readonly string[] {
  return files.flatMap(({ path, sizeBytes }) => [
    ...(sizeBytes === 0 ? [`${path} is empty.`] : []),
    ...unreachable(path),
  ]);
}

/** Why nobody gets a file of this path, by what CloudFront does with it. */
function unreachable(path: string): readonly string[] {
  if (path.startsWith("api/")) return [`${path} is for nobody: CloudFront sends /api/* to the services.`];
  const isFile = path.startsWith(".well-known/") || path.slice(path.lastIndexOf("/") + 1).includes(".");
  return isFile ? [] : [`${path} has no dot in its name: CloudFront answers that path with index.html.`];
}
