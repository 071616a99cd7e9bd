import type { Correction } from "../correction";
import type { JsonObject } from "../memory";
import { jsonAnswer } from "../message";

const kind = "FirewallLogging";

/** The local AWS knows no logging of firewalls: where to and of what is remembered, and nothing is logged. */
export const firewallLogging: Correction = {
  service: "wafv2",
  answer(answer, { headers, body }, { memory }) {
    const action = String(headers["x-amz-target"]).replace(/^.*\./, "");
    if (!/^(Put|Get|Delete)LoggingConfiguration$/.test(action)) return answer;
    const input = JSON.parse(body.toString("utf8")) as JsonObject & {
      readonly LoggingConfiguration?: JsonObject & { readonly ResourceArn: string };
      readonly ResourceArn?: string;
    };
    const { LoggingConfiguration: given } = input;
    if (given !== undefined) memory.set(kind, given.ResourceArn, given);
    const arn = given?.ResourceArn ?? input.ResourceArn ?? "";
    const known = memory.get(kind, arn);
    if (known === undefined)
      return jsonAnswer(400, { __type: "WAFNonexistentItemException", Message: `${arn} has no logging` });
    if (action === "DeleteLoggingConfiguration") memory.delete(kind, arn);
    return jsonAnswer(200, action === "DeleteLoggingConfiguration" ? {} : { LoggingConfiguration: known });
  },
};
