import { named, type Context, type Correction } from "../correction";
import type { JsonObject } from "../memory";
import { queryOf, withText, xmlAnswer, type ProxiedAnswer } from "../message";
import { queryXml } from "../query-xml";

const kind = "EventSubscription";

/** The local AWS knows no subscriptions to a database's events: they are remembered, and nothing is sent. */
export const databaseEvents: Correction = {
  service: "rds",
  answer(answer, request, context) {
    const query = queryOf(request);
    const action = query.get("Action") ?? "";
    if (action === "ListTagsForResource") return withTags(answer, query.get("ResourceName") ?? "", context);
    if (!/^(Create|Modify|Delete|Describe)EventSubscriptions?$/.test(action)) return answer;
    const { memory, scope } = context;
    const subscription = query.get("SubscriptionName") ?? "";
    const name = named(scope, subscription);
    const known = memory.get(kind, name);
    if (action === "CreateEventSubscription" || (action === "ModifyEventSubscription" && known !== undefined))
      memory.set(kind, name, { Enabled: "true", ...known, ...descriptionOf(query, context) });
    const found = memory.get(kind, name);
    if (found === undefined)
      return xmlAnswer(404, `<ErrorResponse><Error>${notFound(subscription)}</Error></ErrorResponse>`);
    if (action === "DeleteEventSubscription") memory.delete(kind, name);
    const one = `<EventSubscription>${xmlOf(found)}</EventSubscription>`;
    const inner = action.endsWith("s") ? `<EventSubscriptionsList>${one}</EventSubscriptionsList>` : one;
    return xmlAnswer(200, `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`);
  },
};

function descriptionOf(query: URLSearchParams, { scope }: Context): JsonObject {
  const given = queryXml(query);
  const name = given["SubscriptionName"] ?? "";
  const said = {
    CustomerAwsId: scope.account,
    CustSubscriptionId: name,
    Enabled: given["Enabled"],
    EventCategoriesList: given["EventCategories"],
    EventSubscriptionArn: `arn:aws:rds:${scope.region}:${scope.account}:es:${name}`,
    SnsTopicArn: given["SnsTopicArn"],
    SourceIdsList: given["SourceIds"],
    SourceType: given["SourceType"],
    Status: "active",
    TagList: given["Tags"],
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function xmlOf(description: JsonObject): string {
  return Object.entries(description)
    .filter(([name]) => name !== "TagList")
    .map(([name, inner]) => `<${name}>${String(inner)}</${name}>`)
    .join("");
}

function withTags(answer: ProxiedAnswer, arn: string, { memory, scope }: Context): ProxiedAnswer {
  const [, subscription] = /:es:(.*)$/.exec(arn) ?? [];
  const tags = subscription === undefined ? undefined : memory.get(kind, named(scope, subscription))?.["TagList"];
  if (tags === undefined) return answer;
  return withText(answer, (text) =>
    text.replace(/<TagList\s*\/>|<TagList><\/TagList>/, `<TagList>${String(tags)}</TagList>`),
  );
}

function notFound(subscription: string): string {
  return `<Type>Sender</Type><Code>SubscriptionNotFound</Code><Message>There is no ${subscription}</Message>`;
}
