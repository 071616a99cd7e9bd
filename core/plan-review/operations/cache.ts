/**
 * ElastiCache: what fails over, and what is lost where there is nothing to fail over to.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling.html
 */
import { isTrue, member, numberOf, textOf } from "../values/value";
import { deltaOf, type Effect, type EffectsOf, valueInWords } from "./operation";

const interrupting: Readonly<Record<string, string>> = {
  node_type: "node type",
  engine: "engine",
  engine_version: "engine version",
  parameter_group_name: "parameter group",
  transit_encryption_mode: "encryption in transit",
  port: "port",
};

export const cacheEffects: EffectsOf = (cache) => {
  const subject = cache.place.label;
  if (cache.action === "destroy" || cache.action === "replace")
    return [
      {
        effect: "interrupts",
        subject,
        sentence: `${cache.action === "replace" ? "is destroyed and made anew, empty" : "ends"}: whatever uses it fails`,
      },
    ];
  if (cache.action === "create")
    return [{ effect: "takes-time", subject, sentence: "is created, which takes 5 to 15 minutes" }];
  if (cache.action !== "update") return [];

  const changes = Object.entries(interrupting).flatMap(([name, words]) => {
    const delta = deltaOf(cache, name);
    return delta === undefined ? [] : [`${words} ${valueInWords(delta.before)} -> ${valueInWords(delta.after)}`];
  });
  const hasFailover = isTrue(member(cache.before, "automatic_failover_enabled"));
  const outage = hasFailover
    ? "a failover: connections are cut for seconds"
    : "its only node is replaced: out of reach for minutes";
  const effects: Effect[] =
    changes.length === 0
      ? []
      : [
          {
            effect: "interrupts",
            subject,
            sentence: `${changes.join("; ")}: ${outage}, ${when(cache.current("apply_immediately"), cache.current("maintenance_window"))}`,
          },
        ];
  return [...effects, ...nodes(cache, subject), ...token(cache, subject)];
};

type Current = Parameters<typeof isTrue>[0];

function when(applied: Current, maintenance: Current): string {
  if (isTrue(applied)) return "at once";
  const window = textOf(maintenance);
  return window === undefined ? "in the next maintenance window" : `in the next maintenance window (${window} UTC)`;
}

const nodes: (...parameters: [Parameters<EffectsOf>[0], string]) => Effect[] = (cache, subject) => {
  const delta = deltaOf(cache, "num_cache_clusters") ?? deltaOf(cache, "num_node_groups");
  if (delta === undefined) return [];
  const grows = (numberOf(delta.after) ?? 0) > (numberOf(delta.before) ?? 0);
  const change = `${valueInWords(delta.before)} -> ${valueInWords(delta.after)} nodes`;
  return grows
    ? [{ effect: "takes-time", subject, sentence: `${change}; the others go on` }]
    : [{ effect: "interrupts", subject, sentence: `${change}; connections to the ones that go are cut` }];
};

const token: typeof nodes = (cache, subject) => {
  if (deltaOf(cache, "auth_token") === undefined) return [];
  const strategy = textOf(cache.current("auth_token_update_strategy")) ?? "ROTATE";
  return strategy === "SET" || strategy === "DELETE"
    ? [
        {
          effect: "interrupts",
          subject,
          sentence: "another password, and the old one is refused: whatever still has it fails",
        },
      ]
    : [
        {
          effect: "restarts",
          subject,
          sentence: "another password, beside the old one, which is good until the next change",
        },
      ];
};
