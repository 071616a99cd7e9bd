/** The environment file's `edge`: what stands between the viewer and the platform. */
import { z } from "zod";
import { distinct, oneOf, patterned, wholeNumber } from "../document/schema-kit";

/** Rules that always stand in the web application firewall, by the names used in settings, metrics and logs. */
const standingRules = {
  "web-exploits": "AWS' core rule set: the OWASP top ten.",
  "known-bad-inputs": "Requests that are known to look for holes.",
  "sql-injection": "SQL in parameters, headers and bodies.",
  "ip-reputation": "Addresses that AWS knows as bots' and attackers'.",
  "rate-limit": "Addresses that send more than requestsPerFiveMinutes.",
};
/** Groups of AWS' managed rules that can be added. */
const extraGroups = {
  linux: "Inclusion of Linux' own files.",
  posix: "Commands of a Unix shell.",
  "anonymous-ip": "Addresses of proxies, VPNs, Tor and hosting providers.",
  "admin-protection": "Paths of administration pages.",
};
const wafRule = oneOf({ ...standingRules, ...extraGroups });
export const wafRules = wafRule.options;
export type WafRule = z.output<typeof wafRule>;

export const edgeSchema = z
  .strictObject({
    priceClass: oneOf({
      PriceClass_100: "North America, Europe and Israel.",
      PriceClass_200: "The same, Asia, the Middle East and Africa.",
      PriceClass_All: "Everywhere.",
    })
      .default("PriceClass_All")
      .describe("Edge locations used; fewer cost less."),
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000)
      .default(2_000)
      .describe("Requests that one address may send in five minutes before it is blocked."),
    countOnly: distinct(z.array(wafRule))
      .default([])
      .describe("Firewall rules that only count what they would block, to try them out."),
    extraRuleGroups: distinct(z.array(oneOf(extraGroups)))
      .default([])
      .describe("Managed rule groups beside the standing ones; all rules together must stay within 1,500 WCU."),
    uploadPaths: distinct(
      z
        .array(
          patterned(
            /^\/api\/[A-Za-z0-9_.\/-]+$/,
            "the start of a path below /api/, for example /api/files/",
            "/api/files/",
          ),
        )
        .max(10),
    )
      .default([])
      .describe("Path prefixes whose request bodies may be larger than the 8 KiB that the firewall inspects."),
    contentSecurityPolicy: z
      .string()
      .min(1)
      .default(
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'",
      )
      .meta({
        description: "Content-Security-Policy of every answer.",
        examples: ["default-src 'self'; frame-ancestors 'none'"],
      }),
    accessLogRetentionDays: wholeNumber(1, 3_653).default(365).describe("Days that access logs are kept."),
    releaseRetentionDays: wholeNumber(1, 3_653)
      .default(90)
      .describe("Days that files of earlier frontend releases are kept."),
  })
  .describe("CloudFront, the web application firewall and the frontend's bucket.");

export type EdgeSettings = z.output<typeof edgeSchema>;
