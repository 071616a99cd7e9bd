import { named, type Context, type Correction } from "../correction";
import type { Json, JsonObject } from "../memory";
import { jsonAnswer, type ProxiedAnswer, type ProxiedRequest } from "../message";

const kind = "EmptySecretVersion";

/**
 * A secret that is made without a value has no version. The local AWS makes one, which holds nothing, and tells of it as
 * if it were a value.
 */
export const secretsWithoutValue: Correction = {
  service: "secretsmanager",
  answer(answer, request, context) {
    if (answer.status >= 300) return answer;
    const output = read(answer.body);
    switch (actionOf(request)) {
      case "CreateSecret":
        return created(answer, output, read(request.body), context);
      case "GetSecretValue":
        return isEmpty(output["VersionId"], context) ? noValue : answer;
      case "DescribeSecret":
        return jsonAnswer(200, withoutEmpty(output, "VersionIdsToStages", context));
      case "ListSecrets":
        return jsonAnswer(200, {
          ...output,
          SecretList: objects(output["SecretList"]).map((one) => withoutEmpty(one, "SecretVersionsToStages", context)),
        });
      default:
        return answer;
    }
  },
};

const noValue = jsonAnswer(400, {
  __type: "ResourceNotFoundException",
  message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
});

function created(
  answer: ProxiedAnswer,
  { VersionId, ...output }: JsonObject,
  { SecretString, SecretBinary }: JsonObject,
  { scope, memory }: Context,
): ProxiedAnswer {
  if (SecretString !== undefined || SecretBinary !== undefined) return answer;
  memory.set(kind, named(scope, String(VersionId)), {});
  return jsonAnswer(200, output);
}

function withoutEmpty(secret: JsonObject, field: string, context: Context): JsonObject {
  const versions = secret[field];
  if (!isObject(versions)) return secret;
  const kept = Object.entries(versions).filter(([version]) => !isEmpty(version, context));
  const others = Object.entries(secret).filter(([name]) => name !== field);
  return Object.fromEntries(kept.length === 0 ? others : [...others, [field, Object.fromEntries(kept)]]);
}

function isEmpty(version: Json | undefined, { scope, memory }: Context): boolean {
  return memory.get(kind, named(scope, String(version))) !== undefined;
}

function actionOf({ headers }: ProxiedRequest): string {
  return String(headers["x-amz-target"]).replace(/^.*\./, "");
}

function read(body: Buffer): JsonObject {
  const value: unknown = JSON.parse(body.toString("utf8"));
  return isObject(value) ? value : {};
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
