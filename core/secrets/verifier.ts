/**
 * What PostgreSQL keeps of a password: whoever has it can check the password and cannot log in with it. Given one instead
 * of a password, `ALTER ROLE` stores it as it is, so that the password itself is neither sent nor logged.
 * https://www.postgresql.org/docs/15/catalog-pg-authid.html, RFC 5803
 */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** PostgreSQL's own. */
const iterations = 4_096;
const keyBytes = 32;

/** Bytes of a salt. */
export const saltBytes = 16;

/** @param password ASCII letters, digits and marks; other characters would have to be normalized first (RFC 4013) */
export function scramVerifier(password: string, salt: Uint8Array): string {
  const salted = pbkdf2Sync(password, salt, iterations, keyBytes, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  const serverKey = key("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
}

/** Texts as they may be shown: without the given secrets, and without anything that looks like a verifier. */
export function masked(lines: readonly string[], secrets: readonly string[]): string[] {
  return lines.map((line) =>
    secrets
      .filter((secret) => secret !== "")
      .reduce((shown, secret) => shown.replaceAll(secret, "***"), line)
      .replaceAll(/SCRAM-SHA-256\$\S*/g, "***"),
  );
}
