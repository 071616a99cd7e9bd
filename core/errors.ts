/**
 * Every message that a user can get, as a named factory: what went wrong in the caller's words, the value got, and what
 * to change. Tests assert each of them in full.
 */
export * from "./errors/command";
export * from "./errors/construct";
export * from "./errors/diagram";
export { documentProblems } from "./errors/document";
export * from "./errors/editing";
export { environmentProblems } from "./errors/environment";
export * from "./errors/frontend";
export * from "./errors/impact";
export * from "./errors/live";
export { manifestProblems } from "./errors/manifest";
export * from "./errors/manifest-error";
export * from "./errors/offline-provider";
export * from "./errors/plan";
export { planProblems } from "./errors/plan-review";
export * from "./errors/real-provider";
export * from "./errors/release";
export * from "./errors/review";
export * from "./errors/rule-error";
export * from "./errors/scan";
export * from "./errors/secrets";
export * from "./errors/truth";
export * from "./errors/user-error";
