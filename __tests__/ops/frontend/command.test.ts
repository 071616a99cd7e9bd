/** The command line of `smart360 ship frontend`: what is refused before AWS is asked. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import { runFrontend } from "../../support/frontend";
import { refusal } from "../../support/releasing";

let project: FixtureProject;

beforeAll(() => {
  project = fixtureProject();
});
afterAll(() => project.remove());

it.each<[Parameters<typeof runFrontend>[1], string]>([
  [
    {},
    "What of the frontend is to be released? Give --dir <build>, or --rollback; --list tells which releases there are.",
  ],
  [{ dir: "dist", rollback: true }, "--dir and --rollback do not go together. Give one of them."],
  [{ dir: "dist", list: true }, "--list and --dir do not go together. Give one of them."],
  [{ rollback: true, list: true }, "--list and --rollback do not go together. Give one of them."],
  [{ dir: "dist", to: "x" }, "--to is of use with --rollback only. Add --rollback, or leave --to out."],
  [{ list: true, to: "x" }, "--to is of use with --rollback only. Add --rollback, or leave --to out."],
])("%j is told what to give", async (options, message) => {
  expect(await refusal(runFrontend(project.root, options))).toEqual(["UserError", message]);
});

it("keeps 2 to 50 releases", async () => {
  const { code, stderr } = await project.smart360(["ship", "frontend", "--rollback", "--keep", "1"]);
  expect([code, stderr.split("\n")[0]]).toEqual([
    2,
    `error: option '--keep <n>' argument '1' is invalid. "1" is no number of releases: give a whole number from 2 to 50.`,
  ]);
});
