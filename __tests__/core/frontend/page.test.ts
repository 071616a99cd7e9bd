import { describe, expect, it } from "vitest";
import { filesNamed } from "../../../core/frontend/page";

describe("a page names", () => {
  it.each([
    ['<script type="module" crossorigin src="/assets/a.js"></script>', "assets/a.js", "required"],
    ["<script defer src=./assets/a.js?v=1></script>", "assets/a.js", "required"],
    ["<SCRIPT SRC = 'a%20b.js#x'>", "a b.js", "required"],
    ['<link rel="stylesheet" crossorigin href="/assets/a.css">', "assets/a.css", "required"],
    ['<link rel=modulepreload href="/assets/b.js?x=1&amp;y=2"/>', "assets/b.js", "required"],
    ['<link rel="shortcut icon" href="/favicon.ico">', "favicon.ico", "other"],
    ['<img alt="a > b" src="/logo.svg">', "logo.svg", "other"],
    ['<script type="module" src="/src/main.jsx"></script>', "src/main.jsx", "source"],
    ['<script src="src/main.ts?t=1"></script>', "src/main.ts", "source"],
  ])("by %s: %s (%s)", (page, path, kind) => {
    expect(filesNamed(`<!doctype html><p>It's</p>${page}<p>"`)).toEqual([{ path, kind }]);
  });

  it.each([
    '<script src="https://example.com/a.js"></script>',
    '<script src="//example.com/a.js"></script>',
    '<script src="data:text/javascript,0"></script>',
    '<script src="%BASE_URL%a.js"></script>',
    '<script src="{{ static }}/a.js"></script>',
    '<script src="http://["></script>',
    "<script src></script>",
    '<script src="/api/config.js"></script>',
    `<script>document.write('<img src="/gone.png">')</script>`,
    '<script data-src="/gone.js"></script>',
    '<!-- <script src="/gone.js"></script> -->',
    '<!--[if lt IE 9]><script src="/gone.js"></script><![endif]-->',
    '<noscript><img src="/gone.png"></noscript>',
    '<template><img src="/gone.png"></template>',
    '<link rel="canonical" href="/">',
    '<link rel="alternate" hreflang="de" href="/de">',
    '<link rel="preconnect" href="/x">',
    '<img src="#top">',
    '<img src="">',
    '<a href="/gone.html">',
    '<base href="/app/"><script src="a.js"></script>',
  ])("nothing of its site by %s", (page) => {
    expect(filesNamed(page)).toEqual([]);
  });

  it("what stands after a script that is not closed, too", () => {
    expect(filesNamed('<script src="/a.js"><img src="/b.png">').map(({ path }) => path)).toEqual(["a.js", "b.png"]);
  });
});
