/** What AWS answered when a stack was applied: data sources would answer each provider differently. */
import { isArray, isObject, type Json } from "./plan-document";
import type { State } from "./state";

/**
 * Puts the answers into the document in the place of the AWS data sources, so that both providers plan with the same. They
 * become local values: a condition has to refer to something.
 */
export function withAnswers(document: Json, state: State): Json {
  if (!isObject(document)) return document;
  const answers = new Map(
    state.resources
      .filter(({ mode, type }) => mode === "data" && type.startsWith("aws_"))
      .map(({ type, name, instances }) => [`${type}.${name}`, instances[0]?.attributes ?? {}]),
  );
  const locals: Record<string, Json> = {};
  const replaced = replace(document, (address, attribute) => {
    const answer = answers.get(address)?.[attribute];
    if (typeof answer !== "string") return undefined;
    const name = `${address.replace(".", "_")}_${attribute}`;
    locals[name] = answer.replaceAll("${", "$${").replaceAll("%{", "%%{");
    return `local.${name}`;
  });
  if (!isObject(replaced)) return replaced;
  const { data = {}, ...rest } = replaced;
  const left = Object.entries(isObject(data) ? data : {}).flatMap(([type, group]) => {
    const unanswered = Object.entries(isObject(group) ? group : {}).filter(([name]) => !answers.has(`${type}.${name}`));
    return unanswered.length === 0 ? [] : [[type, Object.fromEntries(unanswered)] as const];
  });
  const own = isObject(rest["locals"]) ? rest["locals"] : {};
  return {
    ...rest,
    ...(left.length === 0 ? {} : { data: Object.fromEntries(left) }), // Terraform refuses an empty one
    ...(Object.keys(locals).length === 0 ? {} : { locals: { ...own, ...locals } }),
  };
}

/** The expression that stands for an attribute of a data source; undefined: it stays. */
type Substitute = (address: string, attribute: string) => string | undefined;

function replace(value: Json, by: Substitute): Json {
  if (typeof value === "string") return value.includes("${") ? replaceInText(value, by) : value;
  if (isArray(value)) return value.map((item) => replace(item, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replace(inner, by)]));
}

function replaceInText(text: string, by: Substitute): string {
  const reference = /\bdata\.(aws_\w+\.[\w-]+)\.(\w+)/g;
  return text.replaceAll(reference, (whole, address: string, attribute: string) => by(address, attribute) ?? whole);
}
