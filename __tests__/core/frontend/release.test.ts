import { describe, expect, it } from "vitest";
import { changedUnderHash, keptReleases, toDelete } from "../../../core/frontend/plan";
import { hasHash, lockKey, owedKey, recordKey, releaseOf, type BuildFile } from "../../../core/frontend/release";
import { spaRoutingCode } from "../../../modules/edge/spa-routing";

const file = (path: string, md5 = "0123456789abcdef0123456789abcdef"): BuildFile => ({ path, md5, sizeBytes: 1 });
const release = (files: readonly BuildFile[], page = "", previous?: string, second = 0) =>
  releaseOf({ files, page, previous, who: "me@here", now: new Date(Date.UTC(2026, 8, 29, 14, 0, second)) });

describe("a name has a hash", () => {
  it.each([
    ["assets/index-BX3k9_aQ.js", true],
    ["assets/sub/index-BX3k9_aQ.css", true],
    ["static/js/main.4f2c1b9e.chunk.js", true],
    ["assets/logo.svg", false],
    ["apple-touch-icon.png", false],
    ["robots.txt", false],
  ])("%s: %s", (path, expected) => {
    expect(hasHash(path)).toBe(expected);
  });
});

describe("the page", () => {
  it.each([
    ['<link rel="icon" href="/favicon.svg">', '<link rel="icon" href="/favicon.0123456789ab.svg">'],
    ["<img src='./a/my%20logo.png'>", "<img src='./a/my%20logo.0123456789ab.png'>"],
    [
      '<meta property="og:image" content="/favicon.svg?x=1">',
      '<meta property="og:image" content="/favicon.0123456789ab.svg?x=1">',
    ],
    ['<a href="https://example.com/favicon.svg">', '<a href="https://example.com/favicon.svg">'],
    ['<script src="/assets/index-BX3k9_aQ.js">', '<script src="/assets/index-BX3k9_aQ.js">'],
    ['<p data-x="/favicon.svg">/favicon.svg', '<p data-x="/favicon.svg">/favicon.svg'],
  ])("%s names files by their hash", (page, pinned) => {
    const files = [file("favicon.svg"), file("a/my logo.png"), file("assets/index-BX3k9_aQ.js")];
    expect(release(files, page).page).toBe(pinned);
  });
});

describe("what is kept", () => {
  const at = (second: number) => release([file(`${second}.txt`)], `${second}`, undefined, second);
  const [first, second, third, fourth] = [at(1), at(2), at(3), at(4)];
  const releases = [first, second, third, fourth];

  it("is the newest, the live one and the one before it", () => {
    expect(keptReleases(releases, fourth, 2)).toEqual([fourth, third]);
    expect(keptReleases(releases, { ...fourth, previous: first.id }, 2).map(({ id }) => id)).toEqual([
      fourth.id,
      third.id,
      first.id,
    ]);
    expect(keptReleases(releases, first, 2)).toEqual([fourth, third, first]);
  });

  it("keeps its files, under both names, and the page", () => {
    const stored = new Map(["index.html", "1.txt", "1.0123456789ab.txt", "2.txt"].map((key) => [key, ""]));
    expect(toDelete(stored, releases.slice(0, 1))).toEqual(["2.txt"]);
  });
});

it("a file that changed under a name with a hash is found", () => {
  const before = release([file("assets/index-BX3k9_aQ.js")]);
  const after = release([file("assets/index-BX3k9_aQ.js", "f".repeat(32))]);
  expect(changedUnderHash(after, [before])).toEqual([{ path: "assets/index-BX3k9_aQ.js", release: before.id }]);
});

it("CloudFront's function shows nobody the lock or a record", () => {
  type Handler = (event: { request: { uri: string; headers: object } }) => { uri: string };
  const handler = new Function(`${spaRoutingCode}; return handler;`)() as Handler;
  for (const key of [lockKey, recordKey(release([]).id), owedKey(release([]).id)])
    for (const uri of [`/${key}`, `/${key.replaceAll("/", "%2F")}`])
      for (const headers of [{}, { accept: { value: "text/html" } }])
        expect(handler({ request: { uri, headers } }).uri).toBe("/index.html");
});
