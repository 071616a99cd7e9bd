/** The environment file's `edge`: what stands between the viewer and the platform. */
import { z } from "zod";
import { distinct, patterned, wholeNumber } from "../document/schema-kit";

/** Rules that always stand in the web application firewall, by the names used in settings, metrics and logs. */
const standingRules = ["web-exploits", "known-bad-inputs", "sql-injection", "ip-reputation", "rate-limit"] as const;
/** Groups of AWS' managed rules that can be added. */
const extraGroups = ["linux", "posix", "anonymous-ip", "admin-protection"] as const;
export const wafRules = [...standingRules, ...extraGroups] as const;
export type WafRule = (typeof wafRules)[number];

export const edgeSchema = z
  .strictObject({
    priceClass: z
      .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
      .default("PriceClass_All")
      .describe("Edge locations used: 100 is North America and Europe, All is everywhere."),
    requestsPerFiveMinutes: wholeNumber(10, 2_000_000_000)
      .default(2_000)
      .describe("Requests that one address may send in five minutes before it is blocked."),
    countOnly: distinct(z.array(z.enum(wafRules)))
      .default([])
      .describe("Firewall rules that only count what they would block, to try them out."),
    extraRuleGroups: distinct(z.array(z.enum(extraGroups)))
      .default([])
      .describe("Managed rule groups beside the standing ones; all rules together must stay within 1,500 WCU."),
    uploadPaths: distinct(
      z
        .array(patterned(/^\/api\/[A-Za-z0-9_.\/-]+$/, "the start of a path below /api/, for example /api/files/"))
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
      .describe("Content-Security-Policy of every answer."),
    accessLogRetentionDays: wholeNumber(1, 3_653).default(365).describe("Days that access logs are kept."),
    releaseRetentionDays: wholeNumber(1, 3_653)
      .default(90)
      .describe("Days that files of earlier frontend releases are kept."),
  })
  .describe("CloudFront, the web application firewall and the frontend's bucket.");

export type EdgeSettings = z.output<typeof edgeSchema>;
