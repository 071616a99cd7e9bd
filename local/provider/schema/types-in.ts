import type { TypeName } from "./model";

interface Configuration {
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The types that a configuration uses, Terraform JSON or HCL; none of one that is being written just now. */
export function typesIn(text: string): readonly TypeName[] {
  return text.trimStart().startsWith("{") ? inJson(text) : inHcl(text);
}

function inJson(text: string): TypeName[] {
  let configuration: Configuration;
  try {
    configuration = JSON.parse(text) as Configuration;
  } catch {
    return [];
  }
  const { resource = {}, data = {} } = configuration;
  return [...Object.keys(resource), ...Object.keys(data).map((type) => `data.${type}`)];
}

/** Blocks begin a line, as CDKTF writes them. */
function inHcl(text: string): TypeName[] {
  return [...text.matchAll(/^(resource|data) "(\w+)" /gm)].map(([, kind, type]) =>
    kind === "data" ? `data.${type}` : String(type),
  );
}
