import { describe, expect, it } from "vitest";
import { alarmsSchema } from "../../../core/environment/alarms";
import { anEnvironment, block, environmentMessage } from "../../support/manifests";

describe("the setting alarms", () => {
  it("tells nobody by default", () => {
    expect(alarmsSchema.parse({})).toEqual({ emails: [] });
  });

  it("refuses what is no address, and an address twice", () => {
    const emails = ["ops@example.com", "ops", "ops@example.com"];
    expect(environmentMessage(block({ ...anEnvironment, alarms: { emails } }))).toEqual([
      'environments/production.json:12:42  alarms > emails[1]: got "ops", must be an e-mail address.',
      'environments/production.json:12:48  alarms > emails[2]: got "ops@example.com", which is already entry 0 of the list. Remove one.',
    ]);
  });
});
