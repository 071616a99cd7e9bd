/** Which folders are builds, and what of them is not published. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../../core/errors";
import { readBuild } from "../../../ops/frontend/read-build";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smart360-build-"));
  put("index.html", "<p>page</p>");
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content = "x"): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const read = (allowed: Partial<Parameters<typeof readBuild>[1]> = {}) =>
  readBuild(folder, { sourceMaps: false, files: [], ...allowed });
const [secret, meant] = [
  "The build holds what is not for everybody to read: ",
  ". Leave it out of the build; for a file that is meant to be public: --allow-file <path>. Nothing was uploaded.",
];

describe("a build", () => {
  it("is its page and its other files, with their MD5", () => {
    put("a b/é.txt", "hello");
    const { page, files, warnings } = read();
    expect([page, files, warnings]).toEqual([
      "<p>page</p>",
      [{ path: "a b/é.txt", md5: "5d41402abc4b2a76b9719d911017c592", sizeBytes: 5 }],
      [],
    ]);
  });

  it("may hold what is allowed by name", () => {
    put("assets/a.js.map");
    put("chain.pem");
    expect(read({ sourceMaps: true, files: ["chain.pem"] }).files).toHaveLength(2);
  });

  it("may hold links that stay inside", () => {
    put("a.txt", "hello");
    symlinkSync(join(folder, "a.txt"), join(folder, "b.txt"));
    expect(read().files.map(({ md5 }) => md5)).toEqual(Array(2).fill("5d41402abc4b2a76b9719d911017c592"));
  });

  it("warns of empty files and of names that CloudFront does not tell from routes", () => {
    put("empty.css", "");
    put("CNAME");
    put("api");
    expect([...read().warnings].sort()).toEqual([
      "CNAME has no dot in its name: CloudFront answers that path with index.html.",
      "api has no dot in its name: CloudFront answers that path with index.html.",
      "empty.css is empty.",
    ]);
  });

  it("may do without an icon or an image, which is told", () => {
    put("index.html", '<link rel="icon" href="/vite.svg"><img src="/a.png"><img src="/a.png"><img src="b c.png">');
    put("b c.png");
    expect(read().warnings).toEqual([
      "index.html names vite.svg, which the build does not hold.",
      "index.html names a.png, which the build does not hold.",
    ]);
  });

  it("is told which of its files are for nobody, as CloudFront sends their paths to the services", () => {
    ["api/x", "api/v1/openapi.json", "apis/y.json"].forEach((path) => put(path));
    expect([...read().warnings].sort()).toEqual([
      "api/v1/openapi.json is for nobody: CloudFront sends /api/* to the services.",
      "api/x is for nobody: CloudFront sends /api/* to the services.",
    ]);
  });

  it("is not warned of what CloudFront serves without a dot", () => {
    put(".well-known/apple-app-site-association");
    expect(read().warnings).toEqual([]);
  });
});

describe("refused is", () => {
  it.each([
    [["assets/a.js.map"], "source"],
    [[".env"], `${secret}.env${meant}`],
    [["sub/.env.production", "a.pem"], `${secret}`],
    [[".git/config", ".git/HEAD"], `${secret}.git/${meant}`],
    [["node_modules/react/index.js"], `${secret}node_modules/${meant}`],
    [
      ["smart360-releases/lock"],
      "The build holds smart360-releases/lock; that folder is where the releases are noted. Rename it. Nothing was uploaded.",
    ],
  ])("what holds %j", (paths, message) => {
    paths.forEach((path) => put(path));
    const maps =
      "The build holds source maps, which show everybody the source: assets/a.js.map. Build without them " +
      "(Vite: build.sourcemap false), or give --allow-source-maps. Nothing was uploaded.";
    const both = `${secret}a.pem and sub/.env.production${meant}`;
    const expected = message === "source" ? maps : message === secret ? both : message;
    expect(() => read()).toThrow(new UserError(expected));
  });

  it("a folder that is not there, or has no page, or an empty one", () => {
    const missing = join(folder, "dist");
    expect(() => readBuild(missing, { sourceMaps: false, files: [] })).toThrow(
      new UserError(`There is no folder ${missing}. Build the frontend first, or correct --dir.`),
    );
    put("index.html", " ");
    expect(() => read()).toThrow(
      new UserError(`${folder}/index.html is empty: users would see nothing. Build the frontend again.`),
    );
    rmSync(join(folder, "index.html"));
    expect(() => read()).toThrow(
      new UserError(`${folder} has no index.html: it is not a build of the frontend. Correct --dir.`),
    );
  });

  const blank =
    "which the build does not hold: users would see a blank page. Build it again, for the path / (Vite: base); ";
  const elsewhere = "name what lies elsewhere by its whole address (https://...). Nothing was uploaded.";
  it.each([
    ['<script src="/assets/gone.js"></script>', `assets/gone.js, ${blank}${elsewhere}`],
    [
      '<script src="/app/assets/a.js"></script><link rel="stylesheet" href="/app/a.css"><script src="/assets/a.js">',
      `app/assets/a.js and app/a.css, ${blank}${elsewhere}`,
    ],
    [
      '<script type="module" src="/src/main.jsx"></script>',
      "src/main.jsx, which is source that no browser can run: this is no build. " +
        "Give the folder that the build writes (Vite: dist). Nothing was uploaded.",
    ],
  ])("a page that is blank by %s", (page, said) => {
    ["assets/a.js", "src/main.jsx"].forEach((path) => put(path));
    put("index.html", page);
    expect(() => read()).toThrow(new UserError(`index.html names ${said}`));
  });

  const root = "the build folder itself";
  it.each([
    ["/dev/null", "/dev/null, which is outside it"],
    ["../..", `${realpathSync(tmpdir())}, which is outside it`],
    ["/nowhere", "/nowhere, which is not there"],
    ["loop", "loop, which is not there"],
    ["..", root],
    [".", "the folder assets, and only links to files are followed"],
  ])("a link to %s", (target, said) => {
    put("assets/a.txt");
    symlinkSync(target, join(folder, "assets", "loop"));
    expect(() => read()).toThrow(
      new UserError(
        `assets/loop in the build is a link to ${said}. Put there what it stands for, or take it out. Nothing was uploaded.`,
      ),
    );
  });

  it("a named pipe, by itself or by a link, or a socket: reading them would wait for ever", async () => {
    execFileSync("mkfifo", [join(folder, "queue.txt")]);
    const refusedAs = (path: string, kind: string) =>
      new UserError(`${path} in the build is ${kind}, not a file. Take it out of the build. Nothing was uploaded.`);
    expect(() => read()).toThrow(refusedAs("queue.txt", "a named pipe"));
    symlinkSync("queue.txt", join(folder, "a.txt"));
    expect(() => read()).toThrow(refusedAs("a.txt", "a named pipe"));
    for (const path of ["queue.txt", "a.txt"]) rmSync(join(folder, path));
    const server = createServer().listen(join(folder, "s"));
    await once(server, "listening");
    expect(() => read()).toThrow(refusedAs("s", "a socket"));
    server.close();
    await once(server, "close");
  });
});
