/** What stands between users and services: distributions, load balancers, names, ways through the network. */
import type { ChangedResource } from "../changed-resource";
import { isTrue, member, numberOf, textOf } from "../values/value";
import { deltaOf, type Effect, type EffectsOf, touches, valueInWords } from "./operation";

const isGone = ({ action }: ChangedResource) => action === "destroy" || action === "replace";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToUpdateDistribution.html */
export const distributionEffects: EffectsOf = (distribution) => {
  const subject = distribution.place.label;
  if (isGone(distribution))
    return [
      {
        effect: "interrupts",
        subject,
        sentence: "ends: its viewers get nothing, after 5 to 15 minutes of switching off",
      },
    ];
  if (distribution.action === "create")
    return [{ effect: "takes-time", subject, sentence: "is created, which takes 3 to 10 minutes" }];
  if (distribution.action !== "update" || !distribution.deltas.some(({ noise }) => noise === undefined)) return [];
  const off = deltaOf(distribution, "enabled");
  if (off !== undefined && !isTrue(off.after))
    return [{ effect: "interrupts", subject, sentence: "is switched off: its viewers get nothing" }];
  return [
    {
      effect: "takes-time",
      subject,
      sentence: "its settings reach all edge locations within 3 to 10 minutes; viewers see old or new until then",
    },
  ];
};

/** A resource that requests pass through: while it is gone, they fail. */
export function passage(what: string): EffectsOf {
  return (resource) => {
    if (!isGone(resource)) return [];
    const verb =
      resource.action === "destroy"
        ? "ends"
        : resource.createBeforeDestroy
          ? "is replaced, the new one first"
          : "is destroyed and made anew";
    const effect = resource.action === "replace" && resource.createBeforeDestroy ? "restarts" : "interrupts";
    return [{ effect, subject: resource.place.label, sentence: effect === "restarts" ? verb : `${verb}: ${what}` }];
  };
}

export const loadBalancerEffects: EffectsOf = (balancer, stack) => {
  const gone = passage("requests through it fail")(balancer, stack);
  const subject = balancer.place.label;
  if (gone.length > 0) return gone;
  if (balancer.action === "create")
    return [{ effect: "takes-time", subject, sentence: "is created, which takes 2 to 5 minutes" }];
  if (balancer.action !== "update") return [];
  const effects: Effect[] = [];
  if (touches(balancer, "subnets", "subnet_mapping"))
    effects.push({
      effect: "interrupts",
      subject,
      sentence: "other subnets: connections through those it leaves are cut",
    });
  const idle = deltaOf(balancer, "idle_timeout");
  if (idle !== undefined)
    effects.push({
      effect: "metadata",
      subject,
      sentence: `idle timeout ${valueInWords(idle.before)} -> ${valueInWords(idle.after)} seconds, for new connections`,
    });
  return effects;
};

export const listenerRuleEffects: EffectsOf = (rule, stack) => {
  const gone = passage("its paths get the listener's default answer")(rule, stack);
  if (gone.length > 0) return gone;
  const priority = deltaOf(rule, "priority");
  const effects: Effect[] = [];
  if (rule.action === "update" && priority !== undefined)
    effects.push({
      effect: "metadata",
      subject: subjectOf(rule),
      sentence: `priority ${valueInWords(priority.before)} -> ${valueInWords(priority.after)}: it is asked in another order`,
    });
  if (rule.action === "update" && touches(rule, "condition", "action"))
    effects.push({ effect: "restarts", subject: subjectOf(rule), sentence: "requests are routed differently at once" });
  return effects;
};

const subjectOf = (rule: ChangedResource) => {
  const service = textOf(rule.current("tags_all", "Service"));
  return service === undefined ? rule.place.label : `${service}'s route`;
};

export const recordEffects: EffectsOf = (record) => {
  const subject = record.place.label;
  const ttl = numberOf(member(record.before, "ttl"));
  const until = ttl === undefined ? "cached answers expire" : `cached answers expire (${ttl} seconds)`;
  if (isGone(record))
    return [
      {
        effect: "interrupts",
        subject,
        sentence: `is ${record.action === "replace" ? "made anew" : "gone"}: the name leads nowhere once ${until}`,
      },
    ];
  const isMoved =
    record.action === "update" && touches(record, "records", "alias", "weighted_routing_policy", "set_identifier");
  return isMoved ? [{ effect: "restarts", subject, sentence: `leads elsewhere once ${until}` }] : [];
};

export const routeEffects: EffectsOf = (route, stack) => {
  const gone = passage("what it leads to is out of reach")(route, stack);
  if (gone.length > 0) return gone;
  return route.action === "update" && route.deltas.some(({ noise }) => noise === undefined)
    ? [
        {
          effect: "interrupts",
          subject: route.place.label,
          sentence: "leads another way at once: open connections through the old one break",
        },
      ]
    : [];
};
