import type { Correction } from "../correction";
import { queryOf, withText } from "../message";
import { forgotten } from "./forgotten";

const instance = (query: URLSearchParams) => [query.get("DBInstanceIdentifier") ?? ""];

/** The local AWS forgets what a database exports, its insights and its support plan. */
export const forgottenOfDatabases = forgotten({
  service: "rds",
  told: { CreateDBInstance: instance, ModifyDBInstance: instance },
  asked: ["DescribeDBInstances"],
  idElement: "DBInstanceIdentifier",
  elements: (given) => ({
    DatabaseInsightsMode: given["DatabaseInsightsMode"],
    EngineLifecycleSupport: given["EngineLifecycleSupport"],
    PerformanceInsightsKMSKeyId: given["PerformanceInsightsKMSKeyId"],
    EnabledCloudwatchLogsExports: given["EnableCloudwatchLogsExports"],
  }),
});

/**
 * The local AWS does not name the secret of a master password that RDS manages, which every instance of this platform
 * has: it is added, by the name that RDS gives it.
 */
export const masterSecret: Correction = {
  service: "rds",
  answer(answer, request) {
    const action = queryOf(request).get("Action") ?? "";
    return /DBInstances?$/.test(action) ? withText(answer, addSecret) : answer;
  },
};

function addSecret(text: string): string {
  return text.replaceAll(/<DBInstance>.*?<\/DBInstance>/gs, (instance) => {
    if (instance.includes("<MasterUserSecret>")) return instance;
    const [, region, account] = /<DBInstanceArn>arn:aws:rds:([\w-]+):(\d+):/.exec(instance) ?? [];
    const [, id] = /<DbiResourceId>([^<]+)</.exec(instance) ?? [];
    if (region === undefined || account === undefined || id === undefined) return instance;
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:rds!${id.toLowerCase()}`;
    const secret = `<SecretArn>${arn}</SecretArn><SecretStatus>active</SecretStatus>`;
    return instance.replace("</DBInstance>", `<MasterUserSecret>${secret}</MasterUserSecret></DBInstance>`);
  });
}
