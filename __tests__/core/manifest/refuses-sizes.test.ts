import { describe, expect, it } from "vitest";
import { environmentWith, manifest, manifestMessage, service, serviceNamed } from "../../support/manifests";

const one = (fields: Readonly<Record<string, unknown>>) => manifest([service(fields)]);
const schedule = { name: "night", cron: "cron(0 22 ? * * *)", min: 1, max: 2 };

/** What is wrong, the text, and the whole message. */
const cases: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  [
    "memory below the reservation",
    one({ memory: 300, memoryReservation: 512 }),
    [
      'services.json:9:17  services[0] "billing" > memory: got 300, less than memoryReservation 512. Raise memory to at least 512.',
    ],
  ],
  [
    "memory below the built-in reservation",
    one({ memory: 300 }),
    [
      'services.json:9:17  services[0] "billing" > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.',
    ],
  ],
  [
    "a reservation above the built-in memory",
    one({ memoryReservation: 2_000 }),
    [
      'services.json:9:28  services[0] "billing" > memoryReservation: got 2000, more than memory 1024 (built-in). Lower memoryReservation to at most 1024, or raise memory to at least 2000.',
    ],
  ],
  [
    "memory below the reservation from defaults",
    manifest([service({ memory: 700 })], { memoryReservation: 800 }),
    [
      'services.json:12:17  services[0] "billing" > memory: got 700, less than memoryReservation 800 (from defaults). Raise memory to at least 800.',
    ],
  ],
  [
    "the same wrong default for two services, reported once",
    manifest([serviceNamed("billing", 10), serviceNamed("assets", 20)], { memory: 300 }),
    [
      "services.json:3:15  defaults > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.",
    ],
  ],
  [
    "memory wrong in this environment only",
    one({ environments: { production: { memory: 300 }, staging: { memory: 300 } } }),
    [
      'services.json:9:47  services[0] "billing" > environments > production > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.',
    ],
  ],
  [
    "health check timeout not below the interval",
    one({ healthCheck: { timeoutSeconds: 15 } }),
    [
      'services.json:9:40  services[0] "billing" > healthCheck > timeoutSeconds: got 15, not less than intervalSeconds 15 (built-in). Lower timeoutSeconds to at most 14, or raise intervalSeconds to at least 16.',
    ],
  ],
  [
    "health check interval not above the timeout",
    one({ healthCheck: { timeoutSeconds: 10, intervalSeconds: 10 } }),
    [
      'services.json:9:61  services[0] "billing" > healthCheck > intervalSeconds: got 10, not more than timeoutSeconds 10. Raise intervalSeconds to at least 11.',
    ],
  ],
  [
    "scaling min above max",
    one({ scaling: { min: 5 } }),
    [
      'services.json:9:25  services[0] "billing" > scaling > min: got 5, more than max 4 (built-in). Lower min to at most 4, or raise max to at least 5.',
    ],
  ],
  [
    "scaling max below min",
    one({ scaling: { min: 3, max: 2 } }),
    ['services.json:9:33  services[0] "billing" > scaling > max: got 2, less than min 3. Raise max to at least 3.'],
  ],
  [
    "requests longer than the stop timeout allows",
    one({ stopTimeoutSeconds: 34 }),
    [
      'services.json:9:29  services[0] "billing" > stopTimeoutSeconds: got 34, which is not at least 5 more than requestTimeoutSeconds 30 (built-in). Raise stopTimeoutSeconds to at least 35. A stopping task must be able to finish its longest request.',
    ],
  ],
  [
    "requests longer than the deregistration delay",
    one({ requestTimeoutSeconds: 31 }),
    [
      'services.json:9:32  services[0] "billing" > requestTimeoutSeconds: got 31, more than deregistrationDelaySeconds 30 (built-in). Lower requestTimeoutSeconds to at most 30, or raise deregistrationDelaySeconds to at least 31. The load balancer must let the longest request finish.',
    ],
  ],
  [
    "a request timeout for which the default stop timeout leaves nothing",
    manifest([service({ requestTimeoutSeconds: 10 })], { stopTimeoutSeconds: 5 }),
    [
      'services.json:12:32  services[0] "billing" > requestTimeoutSeconds: got 10, which is not at least 5 less than stopTimeoutSeconds 5 (from defaults). Raise stopTimeoutSeconds to at least 15. A stopping task must be able to finish its longest request.',
    ],
  ],
  [
    "a stop timeout that no request fits into",
    one({ stopTimeoutSeconds: 5 }),
    [
      'services.json:9:29  services[0] "billing" > stopTimeoutSeconds: got 5, which is not at least 5 more than requestTimeoutSeconds 30 (built-in). Raise stopTimeoutSeconds to at least 35. A stopping task must be able to finish its longest request.',
    ],
  ],
  [
    "requests as long as the idle timeout, and longer than all else",
    one({ requestTimeoutSeconds: 60 }),
    [
      'services.json:9:32  services[0] "billing" > requestTimeoutSeconds: got 60, which is not at least 5 less than stopTimeoutSeconds 60 (built-in). Lower requestTimeoutSeconds to at most 55, or raise stopTimeoutSeconds to at least 65. A stopping task must be able to finish its longest request.',
      'services.json:9:32  services[0] "billing" > requestTimeoutSeconds: got 60, more than deregistrationDelaySeconds 30 (built-in). Lower requestTimeoutSeconds to at most 30, or raise deregistrationDelaySeconds to at least 60. The load balancer must let the longest request finish.',
      'services.json:9:32  services[0] "billing" > requestTimeoutSeconds: got 60, not less than loadBalancer.idleTimeoutSeconds 60 (environment production). Lower requestTimeoutSeconds to at most 59, or raise loadBalancer.idleTimeoutSeconds to at least 61. The load balancer must not give up first.',
    ],
  ],
  [
    "schedule min above max",
    one({
      scaling: {
        schedules: [
          { ...schedule, name: "day", min: 9, max: 4 },
          { ...schedule, min: 2 },
        ],
      },
    }),
    [
      'services.json:9:88  services[0] "billing" > scaling > schedules[0] "day" > max: got 4, less than min 9. Raise max to at least 9.',
    ],
  ],
  [
    "two schedules of one name",
    one({
      scaling: {
        schedules: [
          { ...schedule, min: 2 },
          { ...schedule, min: 2 },
        ],
      },
    }),
    [
      'services.json:9:101  services[0] "billing" > scaling > schedules[1] "night" > name: "night" is already the name of schedules[0]. Give each schedule its own name.',
    ],
  ],
  [
    "one task, and no room to start or stop one",
    one({ scaling: { min: 1 } }),
    [
      'services.json:9:25  services[0] "billing" > scaling > min: with 1 task, minimumHealthyPercent 100 (built-in) lets none stop and maximumPercent 150 (built-in) lets none start: a deployment could never proceed. Raise maximumPercent to at least 200, or lower minimumHealthyPercent to at most 0, or run at least 2 tasks.',
    ],
  ],
  [
    "percentages that leave no room",
    one({ deployment: { maximumPercent: 100 } }),
    [
      'services.json:9:39  services[0] "billing" > deployment > maximumPercent: with 2 tasks, minimumHealthyPercent 100 (built-in) lets none stop and maximumPercent 100 lets none start: a deployment could never proceed. Raise maximumPercent to at least 150, or lower minimumHealthyPercent to at most 50.',
    ],
  ],
  [
    "percentages that leave no room for three tasks",
    one({ scaling: { min: 3 }, deployment: { minimumHealthyPercent: 67, maximumPercent: 133 } }),
    [
      'services.json:10:66  services[0] "billing" > deployment > maximumPercent: with 3 tasks, minimumHealthyPercent 67 lets none stop and maximumPercent 133 lets none start: a deployment could never proceed. Raise maximumPercent to at least 134, or lower minimumHealthyPercent to at most 66, or run at least 4 tasks.',
    ],
  ],
  [
    "a schedule that leaves too few tasks to deploy",
    one({ scaling: { schedules: [schedule] } }),
    [
      'services.json:9:82  services[0] "billing" > scaling > schedules[0] "night" > min: with 1 task, minimumHealthyPercent 100 (built-in) lets none stop and maximumPercent 150 (built-in) lets none start: a deployment could never proceed. Raise maximumPercent to at least 200, or lower minimumHealthyPercent to at most 0, or run at least 2 tasks.',
    ],
  ],
  [
    "percentages from defaults that leave no room",
    manifest([serviceNamed("billing", 10), serviceNamed("assets", 20)], {
      deployment: { minimumHealthyPercent: 100, maximumPercent: 120 },
    }),
    [
      "services.json:3:65  defaults > deployment > maximumPercent: with 2 tasks, minimumHealthyPercent 100 lets none stop and maximumPercent 120 lets none start: a deployment could never proceed. Raise maximumPercent to at least 150, or lower minimumHealthyPercent to at most 50, or run at least 5 tasks.",
    ],
  ],
  [
    "a wrong type hides only what follows from it",
    one({ memory: "300", memoryReservation: 2_000, scaling: { min: 5 } }),
    [
      'services.json:9:17  services[0] "billing" > memory: got "300", must be a whole number. Write 300 without quotes.',
      'services.json:11:25  services[0] "billing" > scaling > min: got 5, more than max 4 (built-in). Lower min to at most 4, or raise max to at least 5.',
    ],
  ],
  [
    "sizes with a unit",
    one({ memory: "1.5GB", memoryReservation: "512 MiB", cpu: "1 GB" }),
    [
      'services.json:9:17  services[0] "billing" > memory: got "1.5GB", must be a whole number. The unit is MiB: write 1536 for 1.5 GiB.',
      'services.json:10:28  services[0] "billing" > memoryReservation: got "512 MiB", must be a whole number. The unit is MiB: write 512 for 512 MiB.',
      'services.json:11:14  services[0] "billing" > cpu: got "1 GB", must be a whole number.',
    ],
  ],
  [
    "everything at once, in the order of the file",
    manifest([service({ memory: 300, scaling: { min: 9 } }), service({ stopTimeoutSeconds: 10, colour: "red" })], {
      healthCheck: { timeoutSeconds: 20 },
    }),
    [
      "services.json:3:38  defaults > healthCheck > timeoutSeconds: got 20, not less than intervalSeconds 15 (built-in). Lower timeoutSeconds to at most 14, or raise intervalSeconds to at least 21.",
      'services.json:12:17  services[0] "billing" > memory: got 300, less than memoryReservation 640 (built-in). Raise memory to at least 640.',
      'services.json:13:25  services[0] "billing" > scaling > min: got 9, more than max 4 (built-in). Lower min to at most 4, or raise max to at least 9.',
      'services.json:16:15  services[1] "billing" > name: the name is already taken by services[0] on line 7. Names are unique, those of retired services included.',
      'services.json:19:17  services[1] "billing" > paths[0]: "/api/billing/*" is already a path of services[0] "billing" on line 10. One path leads to one service.',
      'services.json:20:19  services[1] "billing" > priority: got 40, already used by services[0] "billing" on line 11. Take a free one, for example 50.',
      'services.json:21:29  services[1] "billing" > stopTimeoutSeconds: got 10, which is not at least 5 more than requestTimeoutSeconds 30 (built-in). Raise stopTimeoutSeconds to at least 35. A stopping task must be able to finish its longest request.',
      'services.json:22:7  services[1] "billing" > colour: unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
    ],
  ],
];

describe("readManifest refuses settings that cannot work together", () => {
  it.each(cases)("%s", (_, text, message) => {
    expect(manifestMessage(text)).toEqual(message);
  });

  it("a request timeout that is built in, against an environment's shorter idle timeout", () => {
    const environment = environmentWith({ loadBalancer: { idleTimeoutSeconds: 20 } });
    const text = manifest([serviceNamed("billing", 10), serviceNamed("assets", 20)]);
    expect(manifestMessage(text, { environment })).toEqual([
      "services.json:1:1  defaults > requestTimeoutSeconds: got 30 (built-in), not less than loadBalancer.idleTimeoutSeconds 20 (environment production). Lower requestTimeoutSeconds to at most 19, or raise loadBalancer.idleTimeoutSeconds to at least 31. The load balancer must not give up first.",
    ]);
  });
});
