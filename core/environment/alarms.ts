/** The environment file's `alarms`: whom the platform tells. */
import { z } from "zod";
import { distinct } from "../document/schema-kit";

export const alarmsSchema = z
  .strictObject({
    emails: distinct(z.array(z.email().meta({ examples: ["ops@example.com"] })))
      .default([])
      .describe("Addresses that get every alarm; each confirms its subscription once."),
  })
  .describe("Who is told when something is wrong.");
