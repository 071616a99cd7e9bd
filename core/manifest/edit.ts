/**
 * Edits of `services.json`: text in, text out. Everything else in the file keeps its bytes: order, indentation, line
 * endings, byte order mark. Whether the result is a valid manifest is for `readManifest` to say.
 */
import { appendTo, removeAt, setAt } from "../document/edit-json";
import { throwIssues } from "../document/issues";
import type { JsonDocument, Path } from "../document/json-document";
import { parseJson } from "../document/parse";
import { at, isObject, keysOf } from "../document/plain";
import { schemaIssues } from "../document/schema-issues";
import { unknownService } from "../errors";
import { manifestSchema } from "./schema";

/** The file's name, as messages show it. */
export const manifestFile = "services.json";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A new entry at the end of `services`, written as the entries before it are.
 *
 * @throws {ManifestError} when the text is no JSON, or `services` no list
 */
export function addService(text: string, service: Fields): string {
  const document = parse(text);
  servicesOf(document);
  return appendTo(text, ["services"], service);
}

/**
 * The value of a field of a service, at `["scaling", "max"]` for example.
 *
 * @throws {ManifestError} when the text is no JSON, or has something else where an object is needed
 * @throws {UserError} when there is no such service
 */
export function setField(text: string, name: string, path: Path, value: unknown): string {
  const document = parse(text);
  const place = [...placeOf(document, name), ...path];
  place.forEach((_, length) => {
    const value = at(document.value, place.slice(0, length));
    const isOpen = value === undefined || isObject(value) || Array.isArray(value);
    if (!isOpen) throwIssues(schemaIssues(manifestSchema, document));
  });
  return setAt(text, place, value);
}

/** Takes a field out, and the objects around it that it leaves empty. Throws as `setField` does. */
export function unsetField(text: string, name: string, path: Path): string {
  const document = parse(text);
  const service = placeOf(document, name);
  const isOnly = (depth: number) => keysOf(at(document.value, [...service, ...path.slice(0, depth)])).length === 1;
  let depth = path.length;
  while (depth > 1 && isOnly(depth - 1)) depth--;
  return removeAt(text, [...service, ...path.slice(0, depth)]);
}

/** Takes a service out of use, in one environment or in all. Throws as `setField` does. */
export function retireService(text: string, name: string, environment?: string): string {
  return setField(text, name, retirementOf(environment), true);
}

/** Gives up what is kept of a retired service. Throws as `setField` does. */
export function purgeService(text: string, name: string, environment?: string): string {
  return setField(text, name, retirementOf(environment), "purge");
}

/** Removes the entry of a service of which nothing is left. Throws as `setField` does. */
export function forgetService(text: string, name: string): string {
  return removeAt(text, placeOf(parse(text), name));
}

/** Where it says whether a service is retired. */
function retirementOf(environment: string | undefined): Path {
  return environment === undefined ? ["retired"] : ["environments", environment, "retired"];
}

/** The lowest priority above every other one, with a gap: a multiple of ten. Undefined when there is none left. */
export function nextPriority(text: string): number | undefined {
  const used = servicesOf(parse(text)).map((service) => at(service, ["priority"]));
  const highest = Math.max(0, ...used.filter((priority) => typeof priority === "number"));
  const next = (Math.floor(highest / 10) + 1) * 10;
  return next <= 50_000 ? next : undefined;
}

function parse(text: string): JsonDocument {
  const { document, issues } = parseJson(text, manifestFile);
  return document === undefined || issues.length > 0 ? throwIssues(issues) : document;
}

function servicesOf(document: JsonDocument): readonly unknown[] {
  const services = at(document.value, ["services"]);
  return Array.isArray(services) ? services : throwIssues(schemaIssues(manifestSchema, document));
}

function placeOf(document: JsonDocument, name: string): Path {
  const names = servicesOf(document).map((service) => at(service, ["name"]));
  const index = names.indexOf(name);
  if (index < 0)
    throw unknownService(
      name,
      names.filter((each) => typeof each === "string"),
    );
  return ["services", index];
}
