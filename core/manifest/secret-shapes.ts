/** Recognizes what should not stand in a file under version control. */

const shapes: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a PEM block", /-----BEGIN [A-Z ]+-----/],
  ["a URL with a password", /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i],
  ["a token", /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|AIza[\w-]{30,})/],
  ["a signed token", /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/],
];

/** What a text looks like, in words; undefined if it looks harmless. */
export function secretShapeOf(text: string): string | undefined {
  return shapes.find(([, pattern]) => pattern.test(text))?.[0];
}

/** The same for what is well-formed as the name of a secret's entry (lower-case letters, digits, hyphens). */
export function secretShapeOfName(name: string): string | undefined {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)) return "a UUID";
  const isRandom = (part: string) => part.length >= 16 && (part.match(/\d/g)?.length ?? 0) >= 4;
  return name.split("-").some(isRandom) ? "a random value" : undefined;
}

/** The last word of names that speak about a secret without being one: `TOKEN_LIFETIME_SECONDS`. */
const harmlessEndings =
  /_(SECONDS|MINUTES|HOURS|DAYS|TTL|TIMEOUT|LIFETIME|AGE|LENGTH|COUNT|LIMIT|ATTEMPTS|ALGORITHM|HEADER|FIELD|NAME|PREFIX|ENABLED|REQUIRED|URL|URI|PATH|ISSUER|AUDIENCE|TYPE|VERSION|POLICY)$/;

/** True if an environment variable of this name should hold a secret. */
export function isSecretName(variable: string): boolean {
  // TOKEN as a word of its own: a tokenizer is harmless.
  const speaksOfSecret = /PASSWORD|PASSWD|SECRET|(^|_)TOKENS?(_|$)|PRIVATE_KEY|API_KEY|CREDENTIAL/.test(variable);
  return speaksOfSecret && !harmlessEndings.test(variable);
}
