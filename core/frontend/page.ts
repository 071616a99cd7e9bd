/** Which files of its own site a page names: users see nothing of a page whose scripts are not there. */
import { decoded } from "./release";

export interface NamedFile {
  /** Path in the build. */
  readonly path: string;
  /** What is `required` runs the page or gives it its looks; `source` is a script that no browser can run. */
  readonly kind: "required" | "source" | "other";
}

type Attributes = ReadonlyMap<string, string>;

const inTag = String.raw`((?:[^>"']|"[^"]*"|'[^']*')*)`;
/** Comments, elements whose content is no part of the page, and elements without content. */
const parts = new RegExp(
  String.raw`<!--[\s\S]*?(?:-->|$)|` +
    String.raw`<(script|style|template|noscript|textarea|title)\b${inTag}>(?:[\s\S]*?</\1\s*>)?|` +
    String.raw`<(link|img|base)\b${inTag}>`,
  "gi",
);
const attribute = /([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/g;

/** Of links: what the page is not whole without, and other files. The rest lead to pages (`canonical`) or hosts. */
const requiredRels = ["stylesheet", "modulepreload"];
const fileRels = [...requiredRels, "preload", "icon", "apple-touch-icon", "mask-icon", "manifest"];

const sourceEndings = /\.(jsx|tsx?|mts|cts|vue|svelte)$/i;

/** Files that scripts, links and images name; none where `<base>` changes what their addresses mean. */
export function filesNamed(page: string): readonly NamedFile[] {
  const elements = [...page.matchAll(parts)].map(([, holder, ofHolder, single, ofSingle]) => ({
    name: (holder ?? single ?? "").toLowerCase(),
    values: attributesOf(ofHolder ?? ofSingle ?? ""),
  }));
  if (elements.some(({ name, values }) => name === "base" && values.has("href"))) return [];
  return elements.flatMap(({ name, values }) => {
    const path = pathOf(addressIn(name, values) ?? "");
    return path === undefined ? [] : [{ path, kind: kindOf(name, values, path) }];
  });
}

function attributesOf(text: string): Attributes {
  const found = [...text.matchAll(attribute)];
  return new Map(
    found.map(([, name = "", double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare ?? ""]),
  );
}

function addressIn(name: string, values: Attributes): string | undefined {
  if (name === "script" || name === "img") return values.get("src");
  return name === "link" && isOf(values, fileRels) ? values.get("href") : undefined;
}

const isOf = (values: Attributes, rels: readonly string[]) =>
  (values.get("rel") ?? "")
    .toLowerCase()
    .split(/\s+/)
    .some((rel) => rels.includes(rel));

function kindOf(name: string, values: Attributes, path: string): NamedFile["kind"] {
  if (name === "script") return sourceEndings.test(path) ? "source" : "required";
  return name === "link" && isOf(values, requiredRels) ? "required" : "other";
}

const origin = "https://site.invalid";
/** Left to somebody else to replace: `%BASE_URL%`, `{{ asset }}`, `<%= asset %>`. */
const placeholder = /%[A-Z][A-Z_]*%|\{\{|<%/;

/** Undefined for what lies elsewhere, in the page itself, or is answered by the services. */
function pathOf(address: string): string | undefined {
  const text = address.trim().replaceAll("&amp;", "&");
  if (placeholder.test(text) || !URL.canParse(text, `${origin}/`)) return undefined;
  const url = new URL(text, `${origin}/`);
  const path = decoded(url.pathname.slice(1));
  return url.origin !== origin || path === "" || path.endsWith("/") || path.startsWith("api/") ? undefined : path;
}
