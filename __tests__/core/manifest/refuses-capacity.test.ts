import { describe, expect, it } from "vitest";
import { capacityWarnings } from "../../../core/capacity/warnings";
import { readManifest } from "../../../core/manifest/read";
import { environmentWith, manifest, manifestMessage, service, serviceNamed } from "../../support/manifests";

const onInstances = (instances: number, maxInstances = instances) =>
  environmentWith({ cluster: { instances, maxInstances } });

describe("readManifest refuses what finds no room", () => {
  it("a service too large for any instance, at the size that it sets", () => {
    const text = manifest([service({ memory: 20_000, memoryReservation: 15_000 })]);
    expect(manifestMessage(text)).toEqual([
      'services.json:10:28  services[0] "billing" > memoryReservation: production: with every service at its minimum, 2 tasks find no room. ' +
        "A task of billing needs 15,000 MiB, and no instance has more than 14,376 left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 0 MiB and 0 CPU units are reserved. " +
        "Each of these is enough: memoryReservation of billing 15,000 -> 7,188 MiB; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });

  it("a service that is one too many, at its entry", () => {
    const text = manifest([
      serviceNamed("aa", 10, { memory: 9_000, memoryReservation: 9_000 }),
      serviceNamed("bb", 20, { memory: 4_000, memoryReservation: 4_000 }),
      serviceNamed("cc", 30, { scaling: { min: 5, max: 5 } }),
    ]);
    expect(manifestMessage(text, { environment: onInstances(2, 3) })).toEqual([
      'services.json:21:5  services[2] "cc": production: with every service at its minimum, 1 task finds no room. ' +
        "A task of cc needs 640 MiB, and no instance has more than 96 left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 28,560 MiB and 1,536 CPU units are reserved. " +
        "Each of these is enough: memoryReservation of aa 9,000 -> 4,548 MiB; cluster.instances 2 -> 3; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });

  it("a deployment that could never proceed, at the CPU that it sets", () => {
    const text = manifest([service({ cpu: 3_840 })]);
    expect(manifestMessage(text)).toEqual([
      'services.json:9:14  services[0] "billing" > cpu: production: a deployment of billing can never proceed: no new task finds room, and minimumHealthyPercent lets no old one stop. ' +
        "A task of billing needs 3,840 CPU units, and no instance has more than 0 left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 1,280 MiB and 7,680 CPU units are reserved. " +
        "Each of these is enough: cpu of billing 3,840 -> 1,920; cluster.instances 2 -> 3; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });

  it("what another arrangement would have room for, which ECS does not make", () => {
    const sizes = { aa: 7_000, bb: 5_000, cc: 7_200, dd: 9_000 };
    const text = manifest(
      Object.entries(sizes).map(([name, memory], index) =>
        serviceNamed(name, 10 * (index + 1), {
          ...{ memory, memoryReservation: memory, scaling: { min: 1, max: 1 } },
          deployment: { minimumHealthyPercent: 0, maximumPercent: 100 },
        }),
      ),
    );
    expect(manifestMessage(text)).toEqual([
      'services.json:43:28  services[3] "dd" > memoryReservation: production: with every service at its minimum, 1 task finds no room. ' +
        "A task of dd needs 9,000 MiB, and no instance has more than 7,176 left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 19,200 MiB and 576 CPU units are reserved. " +
        "Placed otherwise all of them would have room, but ECS moves no running task. " +
        "Each of these is enough: memoryReservation of dd 9,000 -> 7,176 MiB; cluster.instances 2 -> 3; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });

  it("a task for which there is CPU here and memory there", () => {
    const one = { scaling: { min: 1, max: 1 }, deployment: { minimumHealthyPercent: 0, maximumPercent: 100 } };
    const text = manifest([
      serviceNamed("aa", 10, { ...one, cpu: 3_000 }),
      serviceNamed("bb", 20, { ...one, memory: 13_900, memoryReservation: 13_900 }),
      serviceNamed("cc", 30, { ...one, cpu: 2_000, memory: 2_000, memoryReservation: 2_000 }),
    ]);
    expect(manifestMessage(text)).toEqual([
      'services.json:34:28  services[2] "cc" > memoryReservation: production: with every service at its minimum, 1 task finds no room. ' +
        "A task of cc needs 2,000 CPU units and 2,000 MiB, and no instance has both left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 14,540 MiB and 3,192 CPU units are reserved. " +
        "Each of these is enough: memoryReservation of bb 13,900 -> 13,736 MiB; cluster.instances 2 -> 3; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });

  it("what no single change would make fit", () => {
    const large = { memory: 60_000, memoryReservation: 60_000, scaling: { min: 20, max: 20 } };
    const text = manifest([serviceNamed("aa", 10, large), serviceNamed("bb", 20, large)]);
    expect(manifestMessage(text)).toEqual([
      'services.json:10:28  services[0] "aa" > memoryReservation: production: with every service at its minimum, 40 tasks find no room. ' +
        "A task of aa needs 60,000 MiB, and no instance has more than 14,376 left; " +
        "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 0 MiB and 0 CPU units are reserved. " +
        "No single change of a size or of the number of instances is enough.",
    ]);
  });

  it("together with whatever else is wrong", () => {
    const text = manifest([service({ cpu: 3_840, owner: "Billing Team" })]);
    expect(manifestMessage(text).map((line) => line.slice(0, 50))).toEqual([
      'services.json:6:16  services[0] "billing" > owner:',
      'services.json:9:14  services[0] "billing" > cpu: p',
    ]);
  });

  it("once: limits that are stuck on any instance are refused as such", () => {
    const text = manifest([service({ cpu: 3_840, scaling: { min: 1, max: 1 } })]);
    expect(manifestMessage(text).map((line) => line.slice(0, 71))).toEqual([
      'services.json:10:25  services[0] "billing" > scaling > min: with 1 task',
    ]);
  });

  it("in the environment that it is read for", () => {
    const text = manifest([service({ cpu: 1_000, environments: { staging: { cpu: 3_840 } } })]);
    expect(readManifest(text, { file: "services.json", environment: onInstances(2) }).services).toHaveLength(1);
    const staging = environmentWith({ name: "staging" });
    expect(manifestMessage(text, { environment: staging }).map((line) => line.slice(0, 82))).toEqual([
      'services.json:10:41  services[0] "billing" > environments > staging > cpu: staging',
    ]);
  });
});

describe("readManifest lets pass", () => {
  it("a retired service of any size", () => {
    const text = manifest([
      service({ retired: true, memory: 60_000, memoryReservation: 60_000 }),
      serviceNamed("bb", 50),
    ]);
    expect(readManifest(text, { file: "services.json", environment: onInstances(1) }).services).toHaveLength(2);
  });

  it("what finds no room, for whoever shows just that", () => {
    const text = manifest([service({ memory: 20_000, memoryReservation: 15_000 })]);
    const options = { file: "services.json", environment: onInstances(1), provesCapacity: false };
    expect(readManifest(text, options).services).toHaveLength(1);
  });

  const large = "cluster.instanceType t3a.xlarge -> t3a.2xlarge.";

  it.each<[string, number, Parameters<typeof manifest>[0], readonly string[]]>([
    [
      "deployments that wait for room, and go on without",
      2,
      [
        serviceNamed("aa", 10, {
          ...{ cpu: 3_840, scaling: { min: 2, max: 2 } },
          deployment: { minimumHealthyPercent: 50, maximumPercent: 150 },
        }),
      ],
      [
        ...[
          "a deployment of aa is slower than maximumPercent allows",
          "with every service rolling at once (an edit of defaults does that)",
        ].map(
          (what, index) =>
            `production: ${what}${index === 0 ? ":" : ","} 1 task waits for room in a step. ` +
            "A task of aa needs 3,840 CPU units, and no instance has more than 0 left; " +
            "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 1,280 MiB and 7,680 CPU units are reserved. " +
            `Each of these is enough: cpu of aa 3,840 -> 1,920; cluster.instances 2 -> 3; ${large}`,
        ),
        "production: with one instance lost, 1 task finds no room until it is replaced. " +
          "A task of aa needs 3,840 CPU units, and no instance has more than 0 left; " +
          "1 instance of t3a.xlarge has 14,376 MiB and 3,840 CPU units for tasks, 640 MiB and 3,840 CPU units are reserved. " +
          `Each of these is enough: cpu of aa 3,840 -> 1,920; cluster.instances 2 -> 3; ${large}`,
      ],
    ],
    [
      "deployments that have room one by one only",
      2,
      [
        serviceNamed("aa", 10, {
          ...{ memory: 1_000, memoryReservation: 1_000, scaling: { min: 3, max: 3 } },
          deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
        }),
        serviceNamed("bb", 20, { memory: 6_000, memoryReservation: 6_000, scaling: { min: 3, max: 3 } }),
      ],
      [
        "production: with every service rolling at once (an edit of defaults does that), 1 deployment can never proceed. " +
          "A task of bb needs 6,000 MiB, and no instance has more than 4,376 left; " +
          "2 instances of t3a.xlarge have 28,752 MiB and 7,680 CPU units for tasks, 24,000 MiB and 1,728 CPU units are reserved. " +
          `Each of these is enough: memoryReservation of bb 6,000 -> 5,688 MiB; cluster.instances 2 -> 3; ${large}`,
        "production: with one instance lost, 2 tasks find no room until it is replaced. " +
          "A task of bb needs 6,000 MiB, and no instance has more than 5,376 left; " +
          "1 instance of t3a.xlarge has 14,376 MiB and 3,840 CPU units for tasks, 9,000 MiB and 768 CPU units are reserved. " +
          `Each of these is enough: memoryReservation of bb 6,000 -> 3,792 MiB; cluster.instances 2 -> 3; ${large}`,
      ],
    ],
    [
      "schedules that ask for more",
      3,
      [
        serviceNamed("aa", 10, {
          cpu: 1_900,
          scaling: {
            ...{ min: 2, max: 2 },
            schedules: [{ name: "noon", cron: "cron(0 12 * * ? *)", timezone: "Asia/Kolkata", min: 7, max: 7 }],
          },
        }),
      ],
      ["with every service at the highest minimum of its schedules", "with every service at its scaling maximum"].map(
        (what) =>
          `production: ${what}, 1 task finds no room on 3 instances, the most there can be. ` +
          "A task of aa needs 1,900 CPU units, and no instance has more than 40 left; " +
          "3 instances of t3a.xlarge have 43,128 MiB and 11,520 CPU units for tasks, 3,840 MiB and 11,400 CPU units are reserved. " +
          `Each of these is enough: cpu of aa 1,900 -> 1,280; cluster.maxInstances 3 -> 4; ${large}`,
      ),
    ],
  ])("%s, with warnings", (_, instances, entries, warnings) => {
    const environment = onInstances(instances);
    const { services } = readManifest(manifest(entries), { file: "services.json", environment });
    expect(capacityWarnings(services, environment)).toEqual(warnings);
  });

  it("what finds room as long as nothing happens, with warnings", () => {
    const environment = onInstances(1);
    const text = manifest([service({ cpu: 1_000, scaling: { min: 2, max: 4 } })]);
    const { services } = readManifest(text, { file: "services.json", environment });
    expect(capacityWarnings(services, environment)).toEqual([
      "production: with one instance lost, 2 tasks find no room until it is replaced. No instance is left. " +
        "Enough is: cluster.instances 1 -> 2.",
      "production: with every service at its scaling maximum, 1 task finds no room on 1 instance, the most there can be. " +
        "A task of billing needs 1,000 CPU units, and no instance has more than 840 left; " +
        "1 instance of t3a.xlarge has 14,376 MiB and 3,840 CPU units for tasks, 1,920 MiB and 3,000 CPU units are reserved. " +
        "Each of these is enough: cpu of billing 1,000 -> 960; cluster.maxInstances 1 -> 2; cluster.instanceType t3a.xlarge -> t3a.2xlarge.",
    ]);
  });
});
