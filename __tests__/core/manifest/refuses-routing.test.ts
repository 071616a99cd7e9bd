import { describe, expect, it } from "vitest";
import { environmentWith, manifest, manifestMessage, service, serviceNamed } from "../../support/manifests";

/** A service for every list of paths, with priorities 10, 20, ... */
const routes = (...paths: readonly (readonly string[])[]) =>
  manifest(paths.map((list, index) => serviceNamed(`service-${index}`, (index + 1) * 10, { paths: list })));

/** What is wrong, the text, and the whole message. */
const cases: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  [
    "one name twice",
    manifest([serviceNamed("billing", 10), serviceNamed("billing", 20, { paths: ["/api/b/*"] })]),
    [
      'services.json:11:15  services[1] "billing" > name: the name is already taken by services[0] on line 4. Names are unique, those of retired services included.',
    ],
  ],
  [
    "the name of a retired service",
    manifest([serviceNamed("billing", 10, { retired: true }), serviceNamed("billing", 20)]),
    [
      'services.json:12:15  services[1] "billing" > name: the name is already taken by services[0] on line 4. Names are unique, those of retired services included.',
    ],
  ],
  [
    "one priority three times",
    manifest([serviceNamed("billing", 10), serviceNamed("assets", 10), serviceNamed("meters", 10)]),
    [
      'services.json:15:19  services[1] "assets" > priority: got 10, already used by services[0] "billing" on line 8. Take a free one, for example 20.',
      'services.json:22:19  services[2] "meters" > priority: got 10, already used by services[0] "billing" on line 8. Take a free one, for example 20.',
    ],
  ],
  [
    "one priority twice, and none free above",
    manifest([serviceNamed("billing", 50_000), serviceNamed("assets", 50_000)]),
    [
      'services.json:15:19  services[1] "assets" > priority: got 50000, already used by services[0] "billing" on line 8. Take a free one.',
    ],
  ],
  [
    "one priority twice, of which nothing else follows",
    manifest([serviceNamed("all", 10, { paths: ["/api/*"] }), serviceNamed("billing", 10)]),
    [
      'services.json:15:19  services[1] "billing" > priority: got 10, already used by services[0] "all" on line 8. Take a free one, for example 20.',
    ],
  ],
  [
    "one path twice in a service",
    routes(["/api/a", "/api/b", "/api/a"]),
    [
      'services.json:7:35  services[0] "service-0" > paths[2]: got "/api/a", which is already entry 0 of the list. Remove one.',
    ],
  ],
  [
    "one path in two services",
    routes(["/api/a/*"], ["/api/b", "/api/a/*"]),
    [
      'services.json:14:26  services[1] "service-1" > paths[1]: "/api/a/*" is already a path of services[0] "service-0" on line 7. One path leads to one service.',
    ],
  ],
  [
    "a path shadowed by *",
    routes(["/api/*"], ["/api/billing/*"]),
    [
      'services.json:14:17  services[1] "service-1" > paths[0]: "/api/billing/*" never gets a request: "/api/*" of services[0] "service-0" (priority 10) matches all of it and is asked before priority 20. Give this service a priority below 10, or narrow the other pattern.',
    ],
  ],
  [
    "a path shadowed by ?",
    routes(["/api/v?/users"], ["/api/v1/users"]),
    [
      'services.json:14:17  services[1] "service-1" > paths[0]: "/api/v1/users" never gets a request: "/api/v?/users" of services[0] "service-0" (priority 10) matches all of it and is asked before priority 20. Give this service a priority below 10, or narrow the other pattern.',
    ],
  ],
  [
    "a path shadowed by two patterns together",
    routes(["/api/a"], ["/api/a?*"], ["/api/z"], ["/api/a*"]),
    [
      'services.json:28:17  services[3] "service-3" > paths[0]: "/api/a*" never gets a request: "/api/a" of services[0] "service-0" (priority 10) and "/api/a?*" of services[1] "service-1" (priority 20) match all of it and are asked before priority 40. Give this service a priority below 10, or narrow the other patterns.',
    ],
  ],
  [
    "shadowed by priority, whatever the order in the file",
    manifest([serviceNamed("billing", 20), serviceNamed("all", 10, { paths: ["/api/*"] })]),
    [
      'services.json:7:17  services[0] "billing" > paths[0]: "/api/billing/*" never gets a request: "/api/*" of services[1] "all" (priority 10) matches all of it and is asked before priority 20. Give this service a priority below 10, or narrow the other pattern.',
    ],
  ],
  [
    "a path shadowed by the first priority there is",
    manifest([serviceNamed("all", 1, { paths: ["/api/*"] }), serviceNamed("billing", 2)]),
    [
      'services.json:14:17  services[1] "billing" > paths[0]: "/api/billing/*" never gets a request: "/api/*" of services[0] "all" (priority 1) matches all of it and is asked before priority 2. Narrow the other pattern.',
    ],
  ],
  [
    "paths that overlap, neither containing the other",
    routes(["/api/*/export"], ["/api/billing/*"]),
    [
      'services.json:14:17  services[1] "service-1" > paths[0]: "/api/billing/*" and "/api/*/export" of services[0] "service-0" (priority 10) both match "/api/billing/export", and neither contains the other. Narrow one, so that it is clear which service answers.',
    ],
  ],
  [
    "more wildcards than a rule takes",
    routes(["/api/*/a/*", "/api/*/b/*", "/api/c/??"]),
    [
      'services.json:7:16  services[0] "service-0" > paths: has 6 wildcards (* and ?) in all, a listener rule takes 5 (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html). Use fewer, or split the service.',
    ],
  ],
  [
    "the product's name",
    manifest([serviceNamed("smart360", 10)]),
    [
      'services.json:4:15  services[0] "smart360" > name: got "smart360", which is the name of the product. Choose another name.',
    ],
  ],
  [
    "names that the platform uses",
    manifest([serviceNamed("cache", 10), serviceNamed("vpc", 20)]),
    [
      'services.json:4:15  services[0] "cache" > name: got "cache", which the platform uses for itself. Choose another name.',
      'services.json:11:15  services[1] "vpc" > name: got "vpc", which the platform uses for itself. Choose another name.',
    ],
  ],
  [
    "names that PostgreSQL and RDS keep",
    manifest([serviceNamed("postgres", 10), serviceNamed("pg-admin", 20), serviceNamed("rds-sync", 30)]),
    [
      'services.json:4:15  services[0] "postgres" > name: got "postgres", which PostgreSQL or RDS keeps for itself. Choose another name.',
      'services.json:11:15  services[1] "pg-admin" > name: got "pg-admin", which PostgreSQL or RDS keeps for itself. Choose another name.',
      'services.json:18:15  services[2] "rds-sync" > name: got "rds-sync", which PostgreSQL or RDS keeps for itself. Choose another name.',
    ],
  ],
];

describe("readManifest refuses names and rules that clash", () => {
  it.each(cases)("%s", (_, text, message) => {
    expect(manifestMessage(text)).toEqual(message);
  });

  it("a name that makes the target group's too long", () => {
    const environment = environmentWith({ shortName: "prodeast" });
    const text = manifest([serviceNamed("billing-corrections", 10)]);
    expect(manifestMessage(text, { environment })).toEqual([
      'services.json:4:15  services[0] "billing-corrections" > name: the target group would be named "prodeast-billing-corrections-12ae32", which has 35 characters where AWS allows 32 (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html). Shorten the name to at most 16 characters.',
    ]);
  });

  it("more services than the load balancer has rules and target groups for", () => {
    const environment = environmentWith({ loadBalancer: { rulesQuota: 2, targetGroupsQuota: 1 } });
    const text = manifest([serviceNamed("aa", 10), serviceNamed("bb", 20), serviceNamed("cc", 30)]);
    expect(manifestMessage(text, { environment })).toEqual([
      "services.json:2:15  services: has 3 services in use, but loadBalancer.rulesQuota of environment production is 2. Retire services, or have AWS raise the quota for rules and then raise this setting.",
      "services.json:2:15  services: has 3 services in use, but loadBalancer.targetGroupsQuota of environment production is 1. Retire services: AWS lists this quota as not adjustable.",
    ]);
  });

  it("a hundred and one services by default", () => {
    const text = manifest(Array.from({ length: 101 }, (_, index) => serviceNamed(`service-${index}`, index + 1)));
    const environment = environmentWith({ cluster: { instances: 20, maxInstances: 40 } });
    expect(manifestMessage(text, { environment })).toEqual([
      "services.json:2:15  services: has 101 services in use, but loadBalancer.rulesQuota of environment production is 100. Retire services, or have AWS raise the quota for rules and then raise this setting.",
      "services.json:2:15  services: has 101 services in use, but loadBalancer.targetGroupsQuota of environment production is 100. Retire services: AWS lists this quota as not adjustable.",
    ]);
  });

  it("overrides for an environment that does not exist", () => {
    const text = manifest([service({ environments: { producton: { memory: 2_048 }, moon: {} } })]);
    const knownEnvironments = ["production", "staging"];
    expect(manifestMessage(text, { knownEnvironments })).toEqual([
      'services.json:9:24  services[0] "billing" > environments > producton: there is no environment "producton". Did you mean "production"?',
      'services.json:9:52  services[0] "billing" > environments > moon: there is no environment "moon". Known are production and staging.',
    ]);
  });
});
