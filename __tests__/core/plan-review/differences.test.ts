import { describe, expect, it } from "vitest";
import { differenceInWords } from "../../../core/plan-review/render/words";
import { configurationOf, created, destroyed, differencesOf, replaced, reviewOf, updated } from "../../support/plans";

/** Differences of an update of a type that no table knows. */
const between = (
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  change: Record<string, unknown> = {},
) => differencesOf(reviewOf([updated("aws_made_up", "it", before, after, { change })]));

const noise = (before: Record<string, unknown>, after: Record<string, unknown>) => {
  const review = reviewOf([updated("aws_made_up", "it", before, after)]);
  expect(review.resources).toEqual([]);
  expect(review.verdict.risk).toBe("none");
  return review.noise;
};

const container = (more: Record<string, unknown> = {}) => ({ name: "app", memory: 768, ...more });
const definitions = (...containers: readonly object[]) => ({ container_definitions: JSON.stringify(containers) });

describe("arguments", () => {
  it("differ one by one, blocks that stand once without a number", () => {
    expect(
      between(
        { size: 1, gone: "x", same: true, block: [{ a: 1, b: [{ c: "x" }] }] },
        { size: 2, come: "y", same: true, block: [{ a: 1, b: [{ c: "y" }] }] },
      ),
    ).toEqual(["size: 1 -> 2", 'gone: "x" -> (none)', 'block > b > c: "x" -> "y"', 'come: (none) -> "y"']);
  });

  it("that hold nothing are the same, however it is written", () => {
    const before = { a: null, b: [], c: "", d: {} };
    const review = reviewOf([updated("aws_made_up", "it", before, { a: "", b: null, c: [], d: [] })]);
    expect(review.resources).toEqual([]);
  });

  it("of a creation are those that are set, of a destruction none", () => {
    const after = { name: "x", note: "", tags: { a: "b" }, tags_all: { a: "b" }, ports: [1] };
    const change = { after_unknown: { id: true } };
    expect(differencesOf(reviewOf([created("aws_made_up", "it", after, { change })]))).toEqual([
      'name: (none) -> "x"',
      "ports: (none) -> [1]",
    ]);
    expect(differencesOf(reviewOf([destroyed("aws_made_up", "it", after)]))).toEqual([]);
  });

  it("that force a replacement say so, down to the field", () => {
    const before = { ...definitions(container()), family: "a" };
    const after = { ...definitions(container({ memory: 1024 })), family: "a", note: "x" };
    const [resource] = reviewOf([replaced("aws_made_up", "it", before, after, [["container_definitions"]])]).resources;
    expect(resource?.differences.map(({ path, forcesReplacement }) => [path.at(-1), forcesReplacement])).toEqual([
      ["memory", true],
      ["note", false],
    ]);
  });

  it("are shown on one line, short, and with what cannot be seen written out", () => {
    const [line = ""] = between({ a: 1 }, { a: `\u001b[31m${"x".repeat(400)}` });
    expect(line).toMatch(/^a: 1 -> "\\u001b\[31mx+…"$/);
    expect(line.length).toBeLessThan(200);
    expect(between({ a: 1 }, { a: "left\u202eright" })).toEqual(['a: 1 -> "left\\u202eright"']);
  });
});

describe("JSON in a text", () => {
  it("is compared by field, elements by their name", () => {
    const before = definitions(
      container({
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      }),
    );
    const after = definitions(
      container({
        memory: 1024,
        environment: [
          { name: "C", value: "3" },
          { name: "A", value: "9" },
        ],
      }),
    );
    expect(between(before, after)).toEqual([
      "container_definitions > app > memory: 768 -> 1024",
      'container_definitions > app > environment > A: "1" -> "9"',
      'container_definitions > app > environment > B: "2" -> (none)',
      'container_definitions > app > environment > C: (none) -> "3"',
    ]);
  });

  it("written another way is noise", () => {
    const document = { Statement: [{ Sid: "A", Action: ["a", "b"] }] };
    const other = { Statement: [{ Action: ["b", "a"], Sid: "A" }] };
    expect(noise({ doc: JSON.stringify(document) }, { doc: JSON.stringify(document, null, 2) })).toMatchObject({
      resources: 1,
      order: 1,
    });
    expect(noise({ doc: JSON.stringify(document) }, { doc: JSON.stringify(other) })).toMatchObject({ order: 1 });
  });

  it("that becomes a text is shown as a whole", () => {
    expect(between({ doc: '{"a":1}' }, { doc: "{broken" })).toEqual(['doc: { a = 1 } -> "{broken"']);
  });

  it("keeps the order of commands", () => {
    const command = (...words: readonly string[]) => definitions(container({ command: words }));
    expect(between(command("run", "a"), command("a", "run"))).toEqual([
      'container_definitions > app > command: ["run", "a"] -> ["a", "run"]',
    ]);
  });
});

describe("elements of lists and sets", () => {
  it("are paired by name, so that a changed one is one difference", () => {
    const rule = (name: string, limit: number) => ({ name, priority: 1, action: [{ limit }] });
    expect(between({ rule: [rule("a", 1), rule("b", 2)] }, { rule: [rule("b", 3), rule("a", 1)] })).toEqual([
      "rule > b > action > limit: 2 -> 3",
    ]);
  });

  it("are paired by likeness where they have no name", () => {
    const rule = (from_port: number, cidr: string) => ({
      protocol: "tcp",
      from_port,
      to_port: from_port,
      cidr_blocks: [cidr],
    });
    expect(
      between(
        { ingress: [rule(443, "10.0.0.0/8"), rule(22, "10.1.0.0/16")] },
        { ingress: [rule(22, "10.2.0.0/16"), rule(443, "10.0.0.0/8")] },
      ),
    ).toEqual(['ingress > [1] > cidr_blocks: "10.1.0.0/16" -> "10.2.0.0/16"']);
  });

  it("that have nothing in common are one gone and one new", () => {
    const before = {
      ingress: [
        { protocol: "tcp", from_port: 1, note: "a" },
        { protocol: "x", from_port: 2, note: "b" },
      ],
    };
    const after = {
      ingress: [
        { protocol: "tcp", from_port: 1, note: "a" },
        { protocol: "y", from_port: 3, note: "c" },
      ],
    };
    expect(between(before, after)).toEqual([
      'ingress > [1]: { protocol = "x", from_port = 2, note = "b" } -> (none)',
      'ingress > [1]: (none) -> { protocol = "y", from_port = 3, note = "c" }',
    ]);
  });

  it("that are renamed are still the same", () => {
    const origin = (origin_id: string) => ({ origin_id, domain_name: "a.example.com", origin_path: "/x" });
    expect(
      between({ origin: [origin("a"), { origin_id: "z" }] }, { origin: [origin("b"), { origin_id: "z" }] }),
    ).toEqual(['origin > a > origin_id: "a" -> "b"']);
  });

  it("that are texts are told as what comes and goes", () => {
    expect(between({ ids: ["a", "b"] }, { ids: ["b", "c"] })).toEqual(['ids: "a" -> "c"']);
    expect(between({ ids: ["a", "b"] }, { ids: ["b"] })).toEqual(['ids: "a" -> (none)']);
    expect(between({ ids: ["a", "a"] }, { ids: ["a", "a", "a"] })).toEqual(['ids: (none) -> "a"']);
  });

  it("in another order are noise, but where the order is asked", () => {
    expect(noise({ ids: ["a", "b"] }, { ids: ["b", "a"] })).toMatchObject({ order: 1 });
    const behaviour = (path_pattern: string) => ({ path_pattern, compress: true });
    const [a, b] = [behaviour("/a"), behaviour("/b")];
    expect(noise({ other: [a, b] }, { other: [b, a] })).toMatchObject({ order: 1 });
    expect(between({ ordered_cache_behavior: [a, b] }, { ordered_cache_behavior: [b, a] })).toHaveLength(1);
  });

  it("within lists of lists are paired in order", () => {
    const body = (metric: string) => ({
      body: JSON.stringify({
        rows: [
          ["x", "y"],
          ["z", metric],
        ],
      }),
    });
    expect(between(body("cpu"), body("memory"))).toEqual(['body > rows > [1]: "cpu" -> "memory"']);
  });
});

describe("texts of several lines", () => {
  it("are compared line by line", () => {
    expect(between({ script: "a\nb\nc\nd" }, { script: "a\nB\nc\nd\ne" })).toEqual([
      'script > line 2: "b" -> "B"',
      'script > line 5: (none) -> "e"',
    ]);
  });

  it("are read from base64 where an argument holds it", () => {
    const user_data = (text: string) => ({ user_data: Buffer.from(text).toString("base64") });
    expect(between(user_data("#!/bin/sh\necho a\n"), user_data("#!/bin/sh\necho b\n"))).toEqual([
      'user_data > line 2: "echo a" -> "echo b"',
    ]);
  });
});

describe("unknown values", () => {
  it("are shown where somebody asks for them, and counted where the provider computes them", () => {
    const change = updated(
      "aws_made_up",
      "it",
      { arn: "x", target: "y" },
      {},
      { change: { after_unknown: { arn: true, target: true } } },
    );
    const configuration = configurationOf({
      "aws_made_up.it": { target: { references: ["aws_vpc.it.id", "aws_vpc.it"] } },
    });
    const review = reviewOf([change], configuration);
    expect(differencesOf(review)).toEqual(['target: "y" -> (known after apply)']);
    expect(review.noise.computed).toBe(1);
  });

  it("are shown where the configuration is not known", () => {
    expect(between({ arn: "x" }, {}, { after_unknown: { arn: true } })).toEqual(['arn: "x" -> (known after apply)']);
  });

  it("inside of blocks and sets stay in place", () => {
    const after_unknown = { block: [{ id: true }], ids: [false, true] };
    expect(
      between({ block: [{ id: "a", n: 1 }], ids: ["a"] }, { block: [{ n: 1 }], ids: ["a", null] }, { after_unknown }),
    ).toEqual(['block > id: "a" -> (known after apply)', "ids: (none) -> (known after apply)"]);
  });

  it("of modules and for_each are looked up where the block is written", () => {
    const address = 'module.net["a.b[0]"].aws_made_up.it["x"]';
    const change = updated(
      "aws_made_up",
      "it",
      { arn: "x" },
      {},
      { address, change: { after_unknown: { arn: true } } },
    );
    const module = { resources: [{ address: "aws_made_up.it", expressions: { name: { constant_value: "x" } } }] };
    const configuration = { configuration: { root_module: { module_calls: { net: { module } } } } };
    expect(reviewOf([change], configuration).noise).toMatchObject({ resources: 1, computed: 1 });
  });
});

describe("noise", () => {
  it.each([["tags"], ["tags_all"], ["labels"], ["tag_specifications"]])("%s", (name) => {
    expect(noise({ [name]: { a: "b" } }, { [name]: { a: "c", d: "e" } })).toMatchObject({ resources: 1, tags: 2 });
  });

  it("of times that something happened, not of times that somebody sets", () => {
    const [before, after] = ["2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"];
    expect(noise({ last_modified: before }, { last_modified: after })).toMatchObject({ timestamps: 1 });
    expect(between({ expiration: before }, { expiration: after })).toHaveLength(1);
    const change = updated("aws_made_up", "it", { start_time: before }, { start_time: after });
    const configuration = configurationOf({ "aws_made_up.it": { start_time: { constant_value: after } } });
    expect(differencesOf(reviewOf([change], configuration))).toEqual([`start_time: "${before}" -> "${after}"`]);
  });

  it("is counted beside what matters", () => {
    const review = reviewOf([updated("aws_made_up", "it", { tags: { a: "b" }, n: 1 }, { tags: { a: "c" }, n: 2 })]);
    expect(review.resources).toMatchObject([{ noise: 1, differences: [{ path: ["n"] }] }]);
    expect(review.noise).toMatchObject({ resources: 0, tags: 1 });
  });
});

describe("what comes or goes as a whole", () => {
  const words = (before: Record<string, unknown>, after: Record<string, unknown>) =>
    reviewOf([updated("aws_made_up", "it", before, after)]).resources.flatMap((resource) =>
      resource.differences.map(differenceInWords),
    );
  const rule = (name: string, limit: number) => ({ name, limit });

  it("is gained or lost: elements by their key, if they have one, and blocks by their name", () => {
    expect(words({ aliases: ["a", "b"] }, { aliases: ["b", "c", "d"] })).toEqual([
      'aliases loses "a"',
      'aliases gains "c"',
      'aliases gains "d"',
    ]);
    expect(words({ rule: [rule("a", 1)] }, { rule: [rule("a", 1), rule("b", 2)] })).toEqual([
      'rule gains b: { name = "b", limit = 2 }',
    ]);
    const ingress = [{ ports: [1], from: "x" }];
    expect(words({ ingress }, { ingress: [...ingress, { ports: [2], from: "y" }] })).toEqual([
      'ingress gains { ports = [2], from = "y" }',
    ]);
    expect(words({ logging: [{ bucket: "a" }] }, { logging: [] })).toEqual(['loses logging: { bucket = "a" }']);
    expect(words({ outer: [{ n: 1 }] }, { outer: [{ n: 1, inner: [{}] }] })).toEqual(["outer gains inner"]);
    expect(words({ script: "a\nb" }, { script: "a\nb\nc" })).toEqual(['script gains line 3: "c"']);
  });

  it("is set or removed where it is a value, and changes where both are there", () => {
    expect(words({ gone: "x", aliases: ["a"] }, { come: 1, aliases: ["b"] })).toEqual([
      'gone removed, was "x"',
      'aliases "a" -> "b"',
      "come set to 1",
    ]);
    const entry = (name: string) => ({ name, value: name });
    expect(words(definitions(container()), definitions(container({ environment: [entry("A")] })))).toEqual([
      'container_definitions > app > environment > A set to "A"',
    ]);
  });
});
