import fc from "fast-check";
import { expect, it } from "vitest";
import { invalidationPath, invalidationPaths } from "../../../core/frontend/invalidation";
import { readOwed, releaseOf } from "../../../core/frontend/release";

/** Files of fixed name, as a release has them. */
const copied = (...paths: readonly string[]) => {
  const files = paths.map((path) => ({ path, md5: "0123456789abcdef0123456789abcdef", sizeBytes: 1 }));
  return releaseOf({ files, page: "", previous: undefined, who: "me@here", now: new Date(0) }).files;
};

it("CloudFront is told of the page and of fixed names that changed; of everything when they are many", () => {
  expect(invalidationPaths(true, copied("a b/é.txt"), [])).toEqual(["/index.html", "/a%20b/%C3%A9.txt"]);
  expect(invalidationPaths(false, [], [])).toEqual([]);
  const many = copied(...Array.from({ length: 100 }, (_, index) => `${index}.txt`));
  expect(invalidationPaths(false, many, [])).toHaveLength(100);
  expect(invalidationPaths(true, many, [])).toEqual(["/*"]);
});

it("CloudFront is told once of what it was owed too; of everything when a note is none", () => {
  const files = copied("b.txt");
  expect(invalidationPaths(true, files, ["/a.txt", "/index.html"])).toEqual(["/index.html", "/b.txt", "/a.txt"]);
  expect(invalidationPaths(true, files, ["/*"])).toEqual(["/*"]);
  expect(readOwed('["/a.txt"]')).toEqual(["/a.txt"]);
  for (const text of ["", "{}", '["a.txt"]']) expect(readOwed(text)).toEqual(["/*"]);
});

it.each([
  ["logo@2x.png", "/logo@2x.png"],
  ["a+b,c=d;e&f$g!h'i(j)k:l.txt", "/a+b,c=d;e&f$g!h'i(j)k:l.txt"],
  ["~me/a b.txt", "/%7Eme/a%20b.txt"],
  ["a#b?c[d]e%f.txt", "/a%23b%3Fc%5Bd%5De%25f.txt"],
  ["ä/日.txt", "/%C3%A4/%E6%97%A5.txt"],
])("%s is %s to CloudFront", (name, path) => {
  expect(invalidationPath(name)).toBe(path);
});

it("a path is its name again when it is decoded, and only what has to be is encoded", () => {
  // RFC 1738, section 2.2, and the question mark, which would begin a query.
  const encoded = /^[^\x21-\x7e]$|^[<>"#%{}|\\^~[\]`?]$/u;
  const anything = fc.string({
    unit: fc.oneof(
      fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(anything, (name) => {
      const path = invalidationPath(name);
      expect(decodeURIComponent(path)).toBe(`/${name}`);
      const single = [...name].map((character) => [character, invalidationPath(character)] as const);
      for (const [character, written] of single)
        expect([character, written !== `/${character}`]).toEqual([character, encoded.test(character)]);
      expect(path).toBe(`/${single.map(([, written]) => written.slice(1)).join("")}`);
    }),
  );
});
