/** Texts as careless people and broken tools leave them, for properties. */
import fc from "fast-check";

/** Pieces that edits put in: what JSON is made of, and what it is not. */
const pieces = fc.oneof(
  fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "//", "/*", "*/", "null", "true", "-1", "1e999", "0", ""),
  fc.constantFrom(
    '"name"',
    '"memory": 300',
    '"paths": ["/api/*"]',
    '"__proto__": {}',
    '"scaling": { "min": 0 }',
    "\uFEFF",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.json({ maxDepth: 2 }),
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(30), piece: pieces });

/** A text with one to four random edits. */
export const edited = (text: string) =>
  fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((result, { at, remove, piece }) => {
      const start = Math.floor(at * result.length);
      return result.slice(0, start) + piece + result.slice(start + remove);
    }, text),
  );

/** A JSON text in which random values took the place of others: valid JSON, mostly invalid manifests. */
export const replaced = (text: string) =>
  fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })).map(([seed, value]) => {
    let index = 0;
    const count = text.split(":").length;
    return JSON.stringify(JSON.parse(text), (_, inner: unknown) => (index++ === seed % count ? value : inner), 2);
  });
