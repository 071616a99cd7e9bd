/** Reads a plan's JSON: what is not one is refused by name, what is one has the shape that `Plan` says. */
import { printParseErrorCode, visit } from "jsonc-parser";
import type { UserError } from "../errors";
import { planProblems } from "../errors/plan-review";
import {
  type Change,
  type DeferredChange,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Plan,
  property,
  type ResourceChange,
} from "./plan";

/**
 * @param text what `terraform show -json <plan>` printed
 * @param source where it comes from, for messages: a file's name
 * @throws {UserError} when it is no plan of format 1.x that could be applied
 */
export function parsePlan(text: string, source: string): Plan {
  const document = parseJson(text, source);
  const version = property(document, "format_version");
  if (isState(document)) throw planProblems.state(source);
  if (!isObject(document) || typeof version !== "string") throw planProblems.notAPlan(source);
  if (!/^1(\.\d+)*$/.test(version)) throw planProblems.otherFormat(source, shortVersion(version));
  if (document["errored"] === true) throw planProblems.errored(source);
  return new Reader(source).plan(document);
}

function parseJson(text: string, source: string): Json {
  // What PowerShell's redirection puts before.
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (json.trim() === "") throw planProblems.empty(source);
  if (json.startsWith("PK")) throw planProblems.savedPlan(source);
  try {
    return JSON.parse(json) as Json;
  } catch {
    if (/^\s*\{[^\n]*"@level"/.test(json)) throw planProblems.log(source);
    throw syntaxProblem(json, source);
  }
}

/** JSON.parse quotes what it stumbles over, which may be a secret; only the place is told. */
function syntaxProblem(json: string, source: string): UserError {
  const { code, offset } = firstSyntaxError(json);
  const goesOn = json.slice(offset).trim() !== "" && (code !== "UnexpectedEndOfString" || json.includes("\n", offset));
  if (/^\s*[{[]/.test(json) && !goesOn) return planProblems.truncated(source, json.length);
  const before = json.slice(0, offset).split("\n");
  return planProblems.notJson(source, before.length, (before.at(-1)?.length ?? 0) + 1);
}

function firstSyntaxError(json: string): { readonly code: string; readonly offset: number } {
  const errors: { readonly code: string; readonly offset: number }[] = [];
  const onError = (code: number, offset: number) => {
    if (errors.length === 0) errors.push({ code: printParseErrorCode(code), offset });
  };
  visit(json, { onError }, { disallowComments: true, allowTrailingComma: false });
  return errors[0] ?? { code: "", offset: 0 };
}

/** A state file, or what `terraform show -json` prints of one. */
function isState(document: Json): boolean {
  const isStateFile = property(document, "lineage") !== undefined && property(document, "serial") !== undefined;
  const isShown =
    property(document, "values") !== undefined &&
    property(document, "planned_values") === undefined &&
    property(document, "resource_changes") === undefined;
  return isStateFile || isShown;
}

/** A version is quoted as far as it looks like one. */
function shortVersion(version: string): string {
  return /^[\d.]{1,20}$/.test(version) ? version : "of another kind";
}

/** Reads parts, and knows where it is for the message. */
class Reader {
  constructor(private readonly source: string) {}

  plan(document: JsonObject): Plan {
    const terraformVersion = document["terraform_version"];
    const timestamp = document["timestamp"];
    return {
      ...(typeof terraformVersion === "string" ? { terraform_version: terraformVersion } : {}),
      ...(typeof timestamp === "string" ? { timestamp } : {}),
      resource_changes: this.resourceChanges(document, "resource_changes"),
      resource_drift: this.resourceChanges(document, "resource_drift"),
      deferred_changes: this.list(document, "deferred_changes").map((deferred, index) =>
        this.deferred(deferred, index),
      ),
      output_changes: Object.fromEntries(
        Object.entries(this.object(document, "output_changes")).map(([name, change]) => [
          name,
          this.change(change, `output_changes.${name}`),
        ]),
      ),
      checks: this.list(document, "checks"),
      variables: this.object(document, "variables"),
      prior_state: this.object(document, "prior_state"),
      configuration: this.object(document, "configuration"),
    };
  }

  private resourceChanges(document: JsonObject, name: string): ResourceChange[] {
    return this.list(document, name).map((change, index) => this.resourceChange(change, `${name}[${index}]`));
  }

  private resourceChange(value: Json, where: string): ResourceChange {
    const address = property(value, "address");
    const type = property(value, "type");
    if (typeof address !== "string") throw planProblems.malformed(this.source, `${where}.address`, "a text");
    if (typeof type !== "string") throw planProblems.malformed(this.source, `${where}.type`, "a text");
    const mode = property(value, "mode");
    const name = property(value, "name");
    const index = property(value, "index");
    return {
      address,
      type,
      mode: typeof mode === "string" ? mode : "managed",
      name: typeof name === "string" ? name : "",
      ...(typeof index === "string" || typeof index === "number" ? { index } : {}),
      ...this.texts(value, ["previous_address", "module_address", "provider_name", "deposed", "action_reason"]),
      change: this.change(property(value, "change"), `${where}.change`),
    };
  }

  private deferred(value: Json, index: number): DeferredChange {
    const reason = property(value, "reason");
    const where = `deferred_changes[${index}].resource_change`;
    return {
      reason: typeof reason === "string" ? reason : "unknown",
      resource_change: this.resourceChange(property(value, "resource_change") ?? null, where),
    };
  }

  private change(value: Json | undefined, where: string): Change {
    const actions = property(value, "actions");
    if (!isArray(actions) || !actions.every((action) => typeof action === "string"))
      throw planProblems.malformed(this.source, `${where}.actions`, "a list of texts");
    const importing = property(value, "importing");
    return {
      actions,
      before: property(value, "before") ?? null,
      after: property(value, "after") ?? null,
      after_unknown: property(value, "after_unknown") ?? false,
      before_sensitive: property(value, "before_sensitive") ?? false,
      after_sensitive: property(value, "after_sensitive") ?? false,
      replace_paths: this.paths(property(value, "replace_paths")),
      ...(isObject(importing) ? { importing: this.texts(importing, ["id"]) } : {}),
    };
  }

  private paths(value: Json | undefined): (string | number)[][] {
    const isStep = (step: Json): step is string | number => typeof step === "string" || typeof step === "number";
    return isArray(value) ? value.filter(isArray).map((path) => path.filter(isStep)) : [];
  }

  private texts<Name extends string>(value: Json, names: readonly Name[]): Partial<Record<Name, string>> {
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const text = property(value, name);
      if (typeof text === "string" && text !== "") found[name] = text;
    }
    return found;
  }

  private list(document: JsonObject, name: string): readonly Json[] {
    const value = document[name] ?? [];
    if (!isArray(value)) throw planProblems.malformed(this.source, name, "a list");
    return value;
  }

  private object(document: JsonObject, name: string): JsonObject {
    const value = document[name] ?? {};
    if (!isObject(value)) throw planProblems.malformed(this.source, name, "an object");
    return value;
  }
}
