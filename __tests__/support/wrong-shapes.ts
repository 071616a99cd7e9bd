/** Manifests of wrong shapes: what is wrong, the text, and the whole message. */
import { manifest, service } from "./manifests";

const one = (fields: Readonly<Record<string, unknown>>) => manifest([service(fields)]);

export const wrongShapes: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  [
    "every required field missing",
    manifest([{}]),
    [
      'services.json:3:5  services[0]: "name" is missing. Add it: Kebab-case name, 2 to 20 characters. It cannot be changed later: resources are named after it.',
      'services.json:3:5  services[0]: "description" is missing. Add it: What the service is for, in one sentence.',
      'services.json:3:5  services[0]: "owner" is missing. Add it: Team that answers for the service.',
      'services.json:3:5  services[0]: "paths" is missing. Add it: One to five path patterns under /api/ that the load balancer routes to the service.',
      'services.json:3:5  services[0]: "priority" is missing. Add it: Listener rule priority: lower is asked first. Leave gaps (10, 20, ...).',
    ],
  ],
  [
    "one required field missing",
    one({ owner: undefined }),
    ['services.json:3:5  services[0] "billing": "owner" is missing. Add it: Team that answers for the service.'],
  ],
  [
    "unknown keys, near and far",
    one({ memroy: 300, Paths: [], colour: "red" }),
    [
      'services.json:9:7  services[0] "billing" > memroy: unknown key. Did you mean "memory"?',
      'services.json:10:7  services[0] "billing" > Paths: unknown key. Did you mean "paths"?',
      'services.json:11:7  services[0] "billing" > colour: unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
    ],
  ],
  [
    "an unknown key of the file",
    manifest([service()]).replace('"services"', '"default": {},\n  "services"'),
    ['services.json:2:3  default: unknown key. Did you mean "defaults"?'],
  ],
  [
    "an unknown key inside a setting",
    one({ healthCheck: { interval: 5 } }),
    [
      'services.json:9:23  services[0] "billing" > healthCheck > interval: unknown key. Known are path, intervalSeconds, timeoutSeconds, healthyThresholdCount, unhealthyThresholdCount, successCodes and gracePeriodSeconds.',
    ],
  ],
  [
    "unknown keys in an override for another environment",
    one({ environments: { staging: { memory: "1", name: "b" } } }),
    [
      'services.json:9:44  services[0] "billing" > environments > staging > memory: got "1", must be a whole number. Write 1 without quotes.',
      'services.json:9:48  services[0] "billing" > environments > staging > name: unknown key. Known are containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate and retired.',
    ],
  ],
  [
    "an unknown key with an escape sequence in it",
    one({ "\u001b[31m": 1 }),
    [
      'services.json:9:7  services[0] "billing" > "\\u001b[31m": unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
    ],
  ],
  [
    "a number as text",
    one({ memory: "300", cpu: "many" }),
    [
      'services.json:9:17  services[0] "billing" > memory: got "300", must be a whole number. Write 300 without quotes.',
      'services.json:10:14  services[0] "billing" > cpu: got "many", must be a whole number.',
    ],
  ],
  [
    "a fraction",
    one({ cpu: 192.5 }),
    ['services.json:9:14  services[0] "billing" > cpu: got 192.5, must be a whole number.'],
  ],
  [
    "a number beyond all numbers",
    one({}).replace("40", "1e999"),
    ['services.json:8:19  services[0] "billing" > priority: got 1e999, must be a whole number.'],
  ],
  [
    "a number beyond exact numbers",
    one({ priority: 12345678901234567890 }),
    ['services.json:8:19  services[0] "billing" > priority: got 12345678901234567000, must be 1 to 50000.'],
  ],
  [
    "true as text",
    one({ retired: "true" }),
    [
      'services.json:9:18  services[0] "billing" > retired: got "true", which is not allowed. Write true without quotes.',
    ],
  ],
  [
    "a step of retiring that there is none of",
    one({ retired: "purged" }),
    ['services.json:9:18  services[0] "billing" > retired: got "purged", which is not allowed. Did you mean "purge"?'],
  ],
  [
    "retired, with neither of its words",
    one({ retired: 1 }),
    [
      'services.json:9:18  services[0] "billing" > retired: got 1, which is not allowed. Use one of false, true or purge.',
    ],
  ],
  [
    "null",
    one({ memory: null, scaling: null }),
    [
      'services.json:9:17  services[0] "billing" > memory: got null, must be a whole number.',
      'services.json:10:18  services[0] "billing" > scaling: got null, must be an object { ... }.',
    ],
  ],
  [
    "a list for an object and the other way round",
    one({ scaling: [], uses: { database: true } }),
    [
      'services.json:9:18  services[0] "billing" > scaling: got an empty list, must be an object { ... }.',
      'services.json:10:15  services[0] "billing" > uses: got an object, must be a list [ ... ].',
    ],
  ],
  [
    "a text for a list",
    one({ paths: "/api/billing/*" }),
    ['services.json:7:16  services[0] "billing" > paths: got "/api/billing/*", must be a list [ ... ].'],
  ],
  [
    "defaults as a list",
    manifest([service()]).replace('"services"', '"defaults": [],\n  "services"'),
    ["services.json:2:15  defaults: got an empty list, must be an object { ... }."],
  ],
  [
    "a wrong default and a wrong service",
    manifest([service({ priority: 0 })], { memory: "300" }),
    [
      'services.json:3:15  defaults > memory: got "300", must be a whole number. Write 300 without quotes.',
      'services.json:11:19  services[0] "billing" > priority: got 0, must be 1 to 50000.',
    ],
  ],
  [
    "numbers out of range",
    one({
      containerPort: 70_000,
      cpu: 1,
      memory: 100_000,
      memoryReservation: 0,
      stopTimeoutSeconds: 1,
      priority: 50_001,
    }),
    [
      'services.json:8:19  services[0] "billing" > priority: got 50001, must be 1 to 50000.',
      'services.json:9:24  services[0] "billing" > containerPort: got 70000, must be 1 to 65535.',
      'services.json:10:14  services[0] "billing" > cpu: got 1, must be 64 to 16384.',
      'services.json:11:17  services[0] "billing" > memory: got 100000, must be 64 to 65536.',
      'services.json:12:28  services[0] "billing" > memoryReservation: got 0, must be 64 to 65536.',
      'services.json:13:29  services[0] "billing" > stopTimeoutSeconds: got 1, must be 2 to 600.',
    ],
  ],
  [
    "health check out of range",
    one({
      healthCheck: {
        intervalSeconds: 4,
        timeoutSeconds: 1,
        healthyThresholdCount: 1,
        unhealthyThresholdCount: 11,
        gracePeriodSeconds: -1,
      },
    }),
    [
      'services.json:9:41  services[0] "billing" > healthCheck > intervalSeconds: got 4, must be 5 to 300.',
      'services.json:9:60  services[0] "billing" > healthCheck > timeoutSeconds: got 1, must be 2 to 120.',
      'services.json:9:86  services[0] "billing" > healthCheck > healthyThresholdCount: got 1, must be 2 to 10.',
      'services.json:9:114  services[0] "billing" > healthCheck > unhealthyThresholdCount: got 11, must be 2 to 10.',
      'services.json:9:138  services[0] "billing" > healthCheck > gracePeriodSeconds: got -1, must be 0 to 2147483647.',
    ],
  ],
  [
    "health check path and codes",
    one({ healthCheck: { path: "health?full", successCodes: "OK" } }),
    [
      'services.json:9:30  services[0] "billing" > healthCheck > path: got "health?full", must be a path that starts with / and holds letters, digits and . _ ~ / - only (no query).',
      'services.json:9:59  services[0] "billing" > healthCheck > successCodes: got "OK", must be HTTP codes from 200 to 499, as "200", "200,202" or "200-299".',
    ],
  ],
  [
    "deployment out of range",
    one({ deployment: { minimumHealthyPercent: 101, maximumPercent: 99, rollbackAlarms: ["5xx-rates", "all"] } }),
    [
      'services.json:9:46  services[0] "billing" > deployment > minimumHealthyPercent: got 101, must be 0 to 100.',
      'services.json:9:67  services[0] "billing" > deployment > maximumPercent: got 99, must be 100 to 200.',
      'services.json:9:88  services[0] "billing" > deployment > rollbackAlarms[0]: got "5xx-rates", which is not allowed. Did you mean "5xx-rate"?',
      'services.json:9:100  services[0] "billing" > deployment > rollbackAlarms[1]: got "all", which is not allowed. Use one of unhealthy-hosts, 5xx-rate or latency-p95.',
    ],
  ],
  [
    "scaling out of range",
    one({
      scaling: {
        min: -1,
        max: 0,
        targetCpuPercent: 100,
        targetMemoryPercent: 5,
        requestsPerTarget: 0,
        scaleInCooldownSeconds: 4_000,
      },
    }),
    [
      'services.json:9:25  services[0] "billing" > scaling > min: got -1, must be 0 to 100.',
      'services.json:9:34  services[0] "billing" > scaling > max: got 0, must be 1 to 100.',
      'services.json:9:55  services[0] "billing" > scaling > targetCpuPercent: got 100, must be 10 to 95.',
      'services.json:9:81  services[0] "billing" > scaling > targetMemoryPercent: got 5, must be 10 to 95.',
      'services.json:9:103  services[0] "billing" > scaling > requestsPerTarget: got 0, must be 1 to 1000000.',
      'services.json:9:130  services[0] "billing" > scaling > scaleInCooldownSeconds: got 4000, must be 0 to 3600.',
    ],
  ],
  [
    "a name with capitals",
    one({ name: "Billing" }),
    [
      'services.json:4:15  services[0] "Billing" > name: got "Billing", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter.',
    ],
  ],
  [
    "a name too short and one too long",
    manifest([service({ name: "b" }), service({ name: "billing-and-everything", priority: 50, paths: ["/api/b/*"] })]),
    [
      'services.json:4:15  services[0] "b" > name: got "b" with 1 character, must have 2 to 20.',
      'services.json:11:15  services[1] "billing-and-everything" > name: got "billing-and-everything" with 22 characters, must have 2 to 20.',
    ],
  ],
  [
    "a name with an umlaut",
    one({ name: "zähler" }),
    [
      'services.json:4:15  services[0] "zähler" > name: got "zähler", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter. "ä" (U+00E4) is not an ASCII character.',
    ],
  ],
  [
    "a name with a letter that only looks Latin",
    one({ name: "b\u0456lling" }),
    [
      'services.json:4:15  services[0] "bіlling" > name: got "bіlling", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter. "і" (U+0456) is not an ASCII character.',
    ],
  ],
  [
    "a name in Devanagari",
    one({ name: "बिलिंग" }),
    [
      'services.json:4:15  services[0] "बिलिंग" > name: got "बिलिंग", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter. "ब" (U+092C) is not an ASCII character.',
    ],
  ],
  [
    "a name with an invisible character",
    one({ name: "bill\u200bing" }),
    [
      'services.json:4:15  services[0] "bill\\u200bing" > name: got "bill\\u200bing", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter. "\\u200b" (U+200B) is not an ASCII character.',
    ],
  ],
  [
    "a name that ends with a hyphen and an owner with a space",
    one({ name: "billing-", owner: "billing team" }),
    [
      'services.json:4:15  services[0] "billing-" > name: got "billing-", must be kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter.',
      'services.json:6:16  services[0] "billing-" > owner: got "billing team", must be 2 to 40 characters: lower-case letters a-z, digits and hyphens.',
    ],
  ],
  [
    "an empty and a long description",
    manifest([
      service({ description: "" }),
      service({ name: "meters", priority: 50, paths: ["/api/m/*"], description: "x".repeat(201) }),
    ]),
    [
      'services.json:5:22  services[0] "billing" > description: got "" with 0 characters, must have 1 to 200.',
      'services.json:12:22  services[1] "meters" > description: got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" with 201 characters, must have 1 to 200.',
    ],
  ],
  [
    "paths that are no patterns",
    one({ paths: ["/billing/*", "/api/", "/api/größe", "/api/a b", `/api/${"x".repeat(124)}`] }),
    [
      'services.json:7:17  services[0] "billing" > paths[0]: got "/billing/*", must be a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ " \' @ : + & only.',
      'services.json:7:30  services[0] "billing" > paths[1]: got "/api/", must be a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ " \' @ : + & only.',
      'services.json:7:38  services[0] "billing" > paths[2]: got "/api/größe", must be a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ " \' @ : + & only. "ö" (U+00F6) is not an ASCII character.',
      'services.json:7:51  services[0] "billing" > paths[3]: got "/api/a b", must be a path pattern that starts with /api/ and holds letters, digits, the wildcards * and ?, and _ - . $ / ~ " \' @ : + & only.',
      'services.json:7:62  services[0] "billing" > paths[4]: got "/api/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" with 129 characters, must have at most 128.',
    ],
  ],
  [
    "no path",
    one({ paths: [] }),
    ['services.json:7:16  services[0] "billing" > paths: has no entry, must have 1 to 5.'],
  ],
  [
    "more paths than a rule takes",
    one({ paths: ["/api/a", "/api/b", "/api/c", "/api/d", "/api/e", "/api/f"] }),
    ['services.json:7:16  services[0] "billing" > paths: has 6 entries, must have 1 to 5.'],
  ],
  [
    "unknown uses",
    one({ uses: ["databse", "queue", 1] }),
    [
      'services.json:9:16  services[0] "billing" > uses[0]: got "databse", which is not allowed. Did you mean "database"?',
      'services.json:9:26  services[0] "billing" > uses[1]: got "queue", which is not allowed. Use one of database, cache or files.',
      'services.json:9:34  services[0] "billing" > uses[2]: got 1, which is not allowed. Use one of database, cache or files.',
    ],
  ],
  [
    "data and alarms listed twice",
    one({ uses: ["cache", "files", "cache"], deployment: { rollbackAlarms: ["5xx-rate", "5xx-rate"] } }),
    [
      'services.json:9:32  services[0] "billing" > uses[2]: got "cache", which is already entry 0 of the list. Remove one.',
      'services.json:10:51  services[0] "billing" > deployment > rollbackAlarms[1]: got "5xx-rate", which is already entry 0 of the list. Remove one.',
    ],
  ],
  [
    "variables with wrong names and values",
    one({ environment: { debug: "1", "LOG-LEVEL": "info", WORKERS: 4, NESTED: {} } }),
    [
      'services.json:9:23  services[0] "billing" > environment > debug: the key must be the name of a variable: A-Z, 0-9 and _, starting with a letter.',
      'services.json:9:35  services[0] "billing" > environment > LOG-LEVEL: the key must be the name of a variable: A-Z, 0-9 and _, starting with a letter.',
      'services.json:9:64  services[0] "billing" > environment > WORKERS: got a number, must be a string. Put it in quotes.',
      'services.json:9:75  services[0] "billing" > environment > NESTED: got an object, must be a string.',
    ],
  ],
  [
    "secrets that are no entry names, not repeated",
    one({ secrets: { API_KEY: "S3cr3t!", PIN: 1234, lower: "a-b", PEM: "-----BEGIN RSA PRIVATE KEY-----" } }),
    [
      'services.json:9:29  services[0] "billing" > secrets > API_KEY: got a string, must be the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself.',
      'services.json:9:45  services[0] "billing" > secrets > PIN: got a number, must be the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself.',
      'services.json:9:50  services[0] "billing" > secrets > lower: the key must be the name of a variable: A-Z, 0-9 and _, starting with a letter.',
      'services.json:9:70  services[0] "billing" > secrets > PEM: got a string, must be the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself.',
    ],
  ],
  [
    "a random value as the name of a secret, reported once",
    one({ secrets: { API_KEY: "A94A8FE5CCB19BA61C4C0873D391E987" } }),
    [
      'services.json:9:29  services[0] "billing" > secrets > API_KEY: got a string, must be the name of a Secrets Manager entry (2 to 63 characters: lower-case letters a-z, digits and hyphens inside), never a secret itself.',
    ],
  ],
  [
    "an empty word in a command",
    one({ migrate: ["python", ""] }),
    ['services.json:9:28  services[0] "billing" > migrate[1]: got "" with 0 characters, must have at least 1.'],
  ],
  [
    "schedules that are none",
    one({
      scaling: {
        schedules: [
          { name: "N", cron: "0 8 * * *", min: 1, max: 2 },
          { name: "night", cron: "cron(0 8 * * * *)", timezone: "Mars/Base", min: 101, max: 0 },
        ],
      },
    }),
    [
      'services.json:9:40  services[0] "billing" > scaling > schedules[0] "N" > name: got "N", must be 2 to 31 characters: lower-case letters a-z, digits and hyphens.',
      'services.json:9:51  services[0] "billing" > scaling > schedules[0] "N" > cron: got "0 8 * * *", must be an expression such as "cron(0 8 ? * MON-FRI *)".',
      'services.json:9:103  services[0] "billing" > scaling > schedules[1] "night" > cron: got "cron(0 8 * * * *)", which is no schedule. Write six fields (minutes hours day-of-month month day-of-week year), one of the two days as ?, for example "cron(0 8 ? * MON-FRI *)".',
      'services.json:9:134  services[0] "billing" > scaling > schedules[1] "night" > timezone: got "Mars/Base", which is no IANA time zone such as America/New_York.',
      'services.json:9:152  services[0] "billing" > scaling > schedules[1] "night" > min: got 101, must be 0 to 100.',
      'services.json:9:162  services[0] "billing" > scaling > schedules[1] "night" > max: got 0, must be 1 to 100.',
    ],
  ],
  [
    "a time zone that is an offset",
    one({
      scaling: { schedules: [{ name: "night", cron: "cron(0 22 ? * * *)", timezone: "+05:30", min: 1, max: 2 }] },
    }),
    [
      'services.json:9:87  services[0] "billing" > scaling > schedules[0] "night" > timezone: got "+05:30", which is no IANA time zone such as America/New_York.',
    ],
  ],
  [
    "an environment with a bad name",
    one({ environments: { "Production EU": {} } }),
    [
      'services.json:9:24  services[0] "billing" > environments > "Production EU": the key must be the name of an environment in kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter.',
    ],
  ],
  [
    "a very long value, shortened",
    one({ owner: `${"long-".repeat(30)}` }),
    [
      'services.json:6:16  services[0] "billing" > owner: got "long-long-long-long-long-long-long-long-long-long-long-long-…", must be 2 to 40 characters: lower-case letters a-z, digits and hyphens.',
    ],
  ],
];
