/** The command line of `smart360 ship`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { awsVariables } from "../../support/on-scripted-aws";
import { describeReleases, refusal } from "../../support/releasing";

const releases = describeReleases();
const { run } = releases;

describe("what is to be released", () => {
  it.each<[Parameters<typeof run>[0], string]>([
    [{ service: undefined }, "Which service? Give its name: smart360 ship <service> --image <tag>."],
    [{ service: "biling", redeploy: true }, 'There is no service "biling". Did you mean "billing"?'],
    [
      {},
      "What of billing is to be released? Give one of --image <tag>, --redeploy and --rollback; " +
        "`smart360 ship status billing` tells what runs.",
    ],
    [{ image: "a", rollback: true }, "--image and --rollback do not go together. Give one of them."],
    [
      { image: "a", rollback: true, redeploy: true },
      "--image, --redeploy and --rollback do not go together. Give one of them.",
    ],
    [{ first: true, redeploy: true }, "--first is of use with --image only. Add --image, or leave --first out."],
    [
      { image: "" },
      '--image is ""; it must be a tag such as build-42, a digest (sha256: and 64 hexadecimal digits), or the URI of an image.',
    ],
    [{ image: "a", to: 1 }, "--to is of use with --rollback only. Add --rollback, or leave --to out."],
  ])("%j is told what to give", async (options, message) => {
    expect(await refusal(run(options))).toEqual(["UserError", message]);
    expect(releases.actions()).toEqual([]);
  });

  it("a retired service is not", async () => {
    const services = {
      services: [
        { name: "billing", description: "Bills", owner: "me", paths: ["/api/billing/*"], priority: 10, retired: true },
      ],
    };
    const { root } = releases.project;
    const before = readFileSync(join(root, "services.json"), "utf8");
    writeFileSync(join(root, "services.json"), JSON.stringify(services));
    expect(await refusal(run({ redeploy: true }))).toEqual([
      "UserError",
      'billing is retired in production: nothing of it runs there. To have it back, take "retired" out of its entry in services.json.',
    ]);
    writeFileSync(join(root, "services.json"), before);
  });

  it.each([
    [
      ["--rollback", "--to", "twelve"],
      `error: option '--to <revision>' argument 'twelve' is invalid. "twelve" is no revision: give its number, such as 12.`,
    ],
    [
      ["--redeploy", "--timeout", "0"],
      `error: option '--timeout <minutes>' argument '0' is invalid. "0" is no whole number of minutes from 1 to 240.`,
    ],
  ])("%j is refused", async (options, message) => {
    const { code, stderr } = await releases.project.smart360(["ship", "billing", ...options]);
    expect([code, stderr.split("\n")[0]]).toEqual([2, message]);
  });
});

describe("on the embedded default", () => {
  const nothing =
    "There is nothing to release to: the offline provider starts no service " +
    "(`smart360 up --provider real` starts them in the local AWS).";

  it("--offline says in one sentence that there is nothing to release to", async () => {
    const { code, stdout, stderr } = await releases.project.smart360(["ship", "billing", "--image", "a", "--offline"]);
    expect([code, stdout, stderr]).toEqual([2, "", `${nothing}\n`]);
  });

  it("so does one of the frontend", async () => {
    const build = join(releases.project.root, "build");
    mkdirSync(build);
    writeFileSync(join(build, "index.html"), "<p>Bills</p>");
    const { code, stderr } = await releases.project.smart360(["ship", "frontend", "--dir", build, "--offline"]);
    expect([code, stderr]).toEqual([
      2,
      "There is nothing to release to: the offline provider makes no bucket for the frontend " +
        "(`smart360 up --provider real` makes it in the local AWS).\n",
    ]);
  });

  it("so does a release inside `smart360 offline`", async () => {
    const { code, stderr } = await releases.project.smart360(["ship", "billing", "--image", "a"], {
      SMART360_OFFLINE: "1",
    });
    expect([code, stderr]).toEqual([2, `${nothing}\n`]);
  });

  it.each([
    [
      ["ship", "billing"],
      "What of billing is to be released? Give one of --image <tag>, --redeploy and --rollback; " +
        "`smart360 ship status billing --offline` tells what runs.\n",
    ],
    [
      ["ship", "status"],
      "There is nothing to look at: the offline provider starts no service (`smart360 up --provider real` starts them in the local AWS).\n",
    ],
    [
      ["secrets", "status"],
      "There are no secrets here: the offline provider makes none (`smart360 up --provider real` makes them in the local AWS).\n",
    ],
    [
      ["secrets", "init"],
      "There are no secrets here: the offline provider makes none (`smart360 up --provider real` makes them in the local AWS).\n",
    ],
  ])("%j is refused in words of its own", async (args, message) => {
    const { code, stderr } = await releases.project.smart360([...args, "--offline"]);
    expect([code, stderr]).toEqual([2, message]);
  });
});

it("a release reads the environment that it is given", async () => {
  const { code, stderr } = await releases.project.smart360(
    ["ship", "billing", "--redeploy", "-e", "staging"],
    awsVariables(releases.aws, releases.project),
  );
  expect([code, stderr]).toEqual([2, "There is no environments/staging.json. Known: production.\n"]);
});
