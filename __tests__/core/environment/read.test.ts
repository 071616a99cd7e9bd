import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../../core/environment/read";
import { logRetentionDays } from "../../../core/environment/log-retention";
import { environmentMessage } from "../../support/manifests";
import { databaseFile, environmentFile, networkFile, wrongEnvironments } from "../../support/wrong-environments";

describe("readEnvironment", () => {
  it("fills in every default", () => {
    const environment = readEnvironment(environmentFile({}), {
      file: "environments/production.json",
      name: "production",
    });
    expect(environment).toMatchObject({
      name: "production",
      network: { interfaceEndpoints: [], flowLogRetentionDays: 365 },
      cluster: { instanceType: "t3a.xlarge", instances: 2, dynamicHostPorts: { from: 32_768, to: 33_767 } },
      collector: { cpu: 256, memoryReservation: 512, memory: 768, endpoint: "apollo.bynry.com:4317" },
      loadBalancer: { idleTimeoutSeconds: 60, rulesQuota: 100, targetGroupsQuota: 100 },
      database: {
        backupWindow: "03:00-04:00",
        maintenanceWindow: "sun:05:00-sun:06:00",
        maxConnections: 400,
        setupImage: "public.ecr.aws/docker/library/postgres:15.14-alpine",
      },
      logs: { retentionDays: 365 },
      protectData: true,
      tags: {},
    });
  });

  it("accepts a byte order mark", () => {
    const text = `\uFEFF${environmentFile({})}`;
    expect(readEnvironment(text, { file: "environments/production.json", name: "production" }).name).toBe("production");
  });

  it.each(["production"])("accepts the committed %s", (name) => {
    const path = `environments/${name}.json`;
    expect(readEnvironment(readFileSync(path, "utf8"), { file: path, name }).name).toBe(name);
  });

  it.each(logRetentionDays)("accepts a log retention of %i days", (retentionDays) => {
    const text = environmentFile({ logs: { retentionDays } });
    expect(readEnvironment(text, { file: "a.json", name: "production" }).logs.retentionDays).toBe(retentionDays);
  });

  it.each(["10.0.0.0/16", "10.255.252.0/22", "172.16.0.0/16", "172.18.0.0/16", "172.31.252.0/22", "192.168.0.0/16"])(
    "accepts the range %s",
    (cidr) => {
      expect(readEnvironment(networkFile({ cidr }), { file: "a.json", name: "production" }).network.cidr).toBe(cidr);
    },
  );

  it.each([
    ["05:00-05:30", "sun:05:30-sun:06:00"],
    ["06:00-07:00", "sun:05:00-sun:06:00"],
    ["23:30-00:30", "mon:00:30-mon:01:00"],
    ["04:00-04:30", "mon:23:00-tue:04:00"],
  ])("accepts windows that only touch: %s and %s", (backupWindow, maintenanceWindow) => {
    const { database: settings } = readEnvironment(databaseFile({ backupWindow, maintenanceWindow }), {
      file: "a.json",
      name: "production",
    });
    expect(settings).toMatchObject({ backupWindow, maintenanceWindow });
  });

  describe("refuses", () => {
    it.each(wrongEnvironments)("%s", (_, text, message) => {
      expect(environmentMessage(text)).toEqual(message);
    });
  });
});
