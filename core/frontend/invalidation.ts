/** Which paths CloudFront is to forget, as it wants them written. */
import { pageKey, type ReleasedFile } from "./release";

/**
 * AWS takes 3,000 paths in flight, and bills them from the 1,001st of a month on; one that ends in `*` counts once.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-requests.html
 */
const maxPaths = 100;

/**
 * Paths that CloudFront may hold an earlier content of.
 * @param owed paths that earlier releases did not come to tell it of
 */
export function invalidationPaths(
  isSwitched: boolean,
  copied: readonly ReleasedFile[],
  owed: readonly string[],
): readonly string[] {
  const changed = [...(isSwitched ? [pageKey] : []), ...copied.map(({ path }) => path)];
  const paths = new Set([...changed.map(invalidationPath), ...owed]);
  return paths.size > maxPaths || paths.has("/*") ? ["/*"] : [...paths];
}

/** What `encodeURI` leaves, but RFC 1738 calls unsafe (`~`, `#`), or would begin a query (`?`). */
const left: Readonly<Record<string, string>> = { "~": "%7E", "#": "%23", "?": "%3F" };

/**
 * `a b@2x.png` -> `/a%20b@2x.png`. Encoded are characters beyond ASCII and those that RFC 1738 calls unsafe: with any other
 * encoded (`@`, `+`), CloudFront keeps the old content.
 * Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html,
 * https://www.rfc-editor.org/rfc/rfc1738#section-2.2
 */
export const invalidationPath = (name: string): string =>
  `/${encodeURI(name).replaceAll(/[~#?]/g, (character) => left[character] ?? character)}`;
