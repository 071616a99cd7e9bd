import { expect, it } from "vitest";
import { stoppedMessage, type Live } from "../../../core/frontend/render";

const where = { environment: "staging", target: "aws" } as const;
const said = (live: Live, isRollback: boolean) =>
  stoppedMessage("20260929T140000Z-0", "Why.", live, { where, isRollback });
const again = "Run `smart360 ship frontend --rollback --to 20260929T140000Z-0 -e staging`";
const unknown = "Whether index.html was switched is not known; either way users see one release, whole.";
const followed = "for what was to follow: fixed names, CloudFront's copies, old files.";

it.each<[Live, boolean, string]>([
  ["before", true, "Users see what they saw before. Repeat the command."],
  ["release", false, `Users see release 20260929T140000Z-0. Repeat the command ${followed}`],
  ["release", true, `Users see release 20260929T140000Z-0. ${again} ${followed}`],
  ["unknown", false, `${unknown} Repeat the command.`],
  ["unknown", true, `${unknown} ${again}.`],
])("who is cut off (%s, a rollback: %s) is told of a command that goes back no further", (live, isRollback, sight) => {
  expect(said(live, isRollback)).toBe(`Why.\n${sight}`);
});
