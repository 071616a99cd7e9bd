import { describe, expect, it } from "vitest";
import { edgeSchema } from "../../../core/environment/edge";
import { readEnvironment } from "../../../core/environment/read";
import { anEnvironment, block, environmentMessage } from "../../support/manifests";

type Fields = Readonly<Record<string, unknown>>;

/** An environment file whose `edge` stands on line 12. */
const file = (edge: Fields) => block({ ...anEnvironment, edge });

const cases: readonly (readonly [title: string, edge: Fields, message: readonly string[]])[] = [
  [
    "a price class and a rule that do not exist",
    { priceClass: "PriceClass_300", countOnly: ["bot-control"], extraRuleGroups: ["web-exploits"] },
    [
      'environments/production.json:12:25  edge > priceClass: got "PriceClass_300", which is not allowed. Did you mean "PriceClass_100"?',
      'environments/production.json:12:55  edge > countOnly[0]: got "bot-control", which is not allowed. Use one of web-exploits, known-bad-inputs, sql-injection, ip-reputation, rate-limit, linux, posix, anonymous-ip or admin-protection.',
      'environments/production.json:12:89  edge > extraRuleGroups[0]: got "web-exploits", which is not allowed. Use one of linux, posix, anonymous-ip or admin-protection.',
    ],
  ],
  [
    "a group, a rule and a path twice",
    {
      countOnly: ["rate-limit", "rate-limit"],
      extraRuleGroups: ["linux", "linux"],
      uploadPaths: ["/api/files/", "/api/files/"],
    },
    [
      'environments/production.json:12:38  edge > countOnly[1]: got "rate-limit", which is already entry 0 of the list. Remove one.',
      'environments/production.json:12:79  edge > extraRuleGroups[1]: got "linux", which is already entry 0 of the list. Remove one.',
      'environments/production.json:12:117  edge > uploadPaths[1]: got "/api/files/", which is already entry 0 of the list. Remove one.',
    ],
  ],
  [
    "counting with a rule that is not asked",
    { countOnly: ["rate-limit", "linux"] },
    [
      'environments/production.json:12:38  edge > countOnly[1]: got "linux", which is not among the firewall\'s rules. Add it to extraRuleGroups, or remove it here.',
    ],
  ],
  [
    "uploads outside the services, and everywhere",
    { uploadPaths: ["/files/", "/api/"] },
    [
      'environments/production.json:12:27  edge > uploadPaths[0]: got "/files/", must be the start of a path below /api/, for example /api/files/.',
      'environments/production.json:12:37  edge > uploadPaths[1]: got "/api/", must be the start of a path below /api/, for example /api/files/.',
    ],
  ],
  [
    "more upload paths than the firewall asks for",
    { uploadPaths: Array.from({ length: 11 }, (_, index) => `/api/${index}/`) },
    ["environments/production.json:12:26  edge > uploadPaths: has 11 entries, must have at most 10."],
  ],
  [
    "numbers out of range, and no policy",
    { requestsPerFiveMinutes: 9, accessLogRetentionDays: 0, releaseRetentionDays: 0, contentSecurityPolicy: "" },
    [
      "environments/production.json:12:37  edge > requestsPerFiveMinutes: got 9, must be 10 to 2000000000.",
      "environments/production.json:12:64  edge > accessLogRetentionDays: got 0, must be 1 to 3653.",
      "environments/production.json:12:89  edge > releaseRetentionDays: got 0, must be 1 to 3653.",
      'environments/production.json:12:115  edge > contentSecurityPolicy: got "" with 0 characters, must have at least 1.',
    ],
  ],
];

describe("the setting edge", () => {
  it("has defaults", () => {
    expect(edgeSchema.parse({})).toEqual({
      priceClass: "PriceClass_All",
      requestsPerFiveMinutes: 2_000,
      countOnly: [],
      extraRuleGroups: [],
      uploadPaths: [],
      contentSecurityPolicy:
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'",
      accessLogRetentionDays: 365,
      releaseRetentionDays: 90,
    });
  });

  it("accepts counting with a group that was added", () => {
    const edge = { extraRuleGroups: ["linux"], countOnly: ["linux"] };
    const text = file(edge);
    expect(readEnvironment(text, { file: "a.json", name: "production" }).edge).toMatchObject(edge);
  });

  describe("refuses", () => {
    it.each(cases)("%s", (_, edge, message) => {
      expect(environmentMessage(file(edge))).toEqual(message);
    });
  });
});
