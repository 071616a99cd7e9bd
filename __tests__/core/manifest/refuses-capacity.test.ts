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
