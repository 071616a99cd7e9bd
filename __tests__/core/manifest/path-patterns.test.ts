import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPath, covers, literalPrefix } from "../../../core/manifest/path-patterns";

/** What the load balancer does, as plainly as possible. */
const matcher = (pattern: string) => {
  const regex = new RegExp(`^${pattern.replaceAll(/[^*?]/g, "[$&]").replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return (path: string) => regex.test(path);
};

/** Every path over a, b and z up to this length; patterns below hold a and b only, so z stands for any other letter. */
const longer = (some: readonly string[]) => some.flatMap((path) => ["a", "b", "z"].map((letter) => path + letter));
const allPaths = (length: number): string[] => {
  const layers = [[""]];
  for (let index = 0; index < length; index++) layers.push(longer(layers[index] ?? []));
  return layers.flat();
};
const paths = allPaths(7);

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
const runs = { numRuns: 1_000 };

describe("covers", () => {
  it.each([
    [["/api/*"], "/api/billing/*", true],
    [["/api/*"], "/api/", true],
    [["/api/?*"], "/api/*", false],
    [["/api/*?"], "/api/?*", true],
    [["/api/*/*"], "/api/*", false],
    [["/api/a*"], "/api/*", false],
    [["/api/*a"], "/api/*a*", false],
    [["/api/a*b"], "/api/a*cb", true],
    [["*a*b*"], "*ab*", true],
    [["*ab*"], "*a*b*", false],
    [["/api/a", "/api/a?*"], "/api/a*", true],
    [["/api/a", "/api/a??*"], "/api/a*", false],
    [[], "/api/a", false],
    [[""], "", true],
  ])("%j covers %j: %s", (others, text, expected) => {
    expect(covers(others, text)).toBe(expected);
  });

  it("agrees with trying every short path, for one pattern", () => {
    fc.assert(
      fc.property(pattern, pattern, (other, text) => {
        const [inOther, inText] = [matcher(other), matcher(text)];
        const escaping = paths.find((path) => inText(path) && !inOther(path));
        expect(covers([other], text)).toBe(escaping === undefined);
      }),
      runs,
    );
  });

  it("agrees with trying every short path, for several patterns together", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });
    fc.assert(
      fc.property(fc.array(short, { maxLength: 3 }), short, (others, text) => {
        const [inOthers, inText] = [others.map(matcher), matcher(text)];
        const escaping = paths.find((path) => inText(path) && !inOthers.some((inOther) => inOther(path)));
        expect(covers(others, text)).toBe(escaping === undefined);
      }),
      runs,
    );
  });

  it("stays small for long patterns full of wildcards", () => {
    const long = "*a" + "?".repeat(60);
    expect(covers([long], `*${"ab".repeat(60)}*`)).toBe(false);
    expect(covers(["*".repeat(100)], "*?a".repeat(40))).toBe(true);
  });
});

describe("commonPath", () => {
  it.each([
    ["/api/*/export", "/api/billing/*", "/api/billing/export"],
    ["/api/v?", "/api/v1", "/api/v1"],
    ["/api/*", "/api/*", "/api/"],
    ["/api/a", "/api/b", undefined],
    ["/api/a*", "/api/ba*", undefined],
    ["?", "", undefined],
    ["??", "*", "xx"],
  ])("of %j and %j is %j", (a, b, expected) => {
    expect(commonPath(a, b)).toBe(expected);
  });

  it("agrees with trying every short path, and is matched by both", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const found = commonPath(a, b);
        // A shortest common path may be longer (up to 10) than those tried.
        const [inA, inB] = [matcher(a), matcher(b)];
        const tried = paths.find((path) => inA(path) && inB(path));
        if (found === undefined) expect(tried).toBeUndefined();
        else expect([inA(found), inB(found)]).toEqual([true, true]);
      }),
      runs,
    );
  });

  it("is a shortest one", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const found = commonPath(a, b);
        const [inA, inB] = [matcher(a), matcher(b)];
        const tried = paths.find((path) => inA(path) && inB(path));
        fc.pre(found !== undefined && tried !== undefined);
        expect(found?.length).toBe(tried?.length);
      }),
      runs,
    );
  });
});

describe("literalPrefix", () => {
  it.each([
    ["/api/billing/*", "/api/billing/"],
    ["/api/v?/x", "/api/v"],
    ["/api/users", "/api/users"],
    ["*", ""],
  ])("of %j is %j", (text, prefix) => {
    expect(literalPrefix(text)).toBe(prefix);
  });
});
