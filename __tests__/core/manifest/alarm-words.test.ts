import { expect, it } from "vitest";
import { toJsonSchema } from "../../../core/document/json-schema";
import { settingsSchema } from "../../../core/manifest/schema";
import { testEnvironment, testService } from "../../support/fixtures";
import { Platform } from "../../support/platform";

it("explains each rollback alarm as it is set", () => {
  const { deployment } = toJsonSchema(settingsSchema, "").properties ?? {};
  const words = deployment?.properties?.["rollbackAlarms"]?.items;
  const platform = Platform.synthesize({ environment: testEnvironment(), manifest: { services: [testService()] } });
  const alarms = platform.template("service-billing").all("aws_cloudwatch_metric_alarm");
  const told = (words?.["enum"] as string[]).map((kind) => {
    const alarm = alarms.find(({ alarm_name }) => String(alarm_name).endsWith(kind));
    return `${String(alarm?.["alarm_description"])} for ${String(alarm?.["evaluation_periods"])} minutes.`;
  });
  expect(words?.["enumDescriptions"]).toEqual(told);
});
