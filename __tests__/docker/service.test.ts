/** The contract of docs/service-contract.md, on the reference service: a real uWSGI and a real Django, no Docker. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collector, imagePrograms, startService, type Collector, type ServiceProcess } from "../support/service-image";

const viewer = { host: "smart360.test" };
const programs = await imagePrograms();

describe.skipIf(programs === undefined)("reference service (pip and a C compiler)", () => {
  let receiver: Collector;
  let service: ServiceProcess;

  beforeAll(async () => {
    receiver = await collector();
    service = await startService(programs ?? "", receiver);
  });

  afterAll(() => {
    service.close();
    receiver.close();
  });

  it("answers the load balancer's health check whatever the Host header", async () => {
    expect(await service.get("/health", { host: "10.60.1.7:32768" })).toEqual({ status: 200, body: "ok" });
    expect((await service.get("/hello", { host: "10.60.1.7:32768" })).status).toBe(400);
  });

  it("serves viewers, and knows by the load balancer's header that they came by TLS", async () => {
    expect(await service.get("/hello", viewer)).toEqual({ status: 200, body: '{"secure": false}' });
    const secure = await service.get("/hello", { ...viewer, "x-forwarded-proto": "https" });
    expect(secure).toEqual({ status: 200, body: '{"secure": true}' });
  });

  it("sends traces by OTLP over gRPC, from its workers", async () => {
    await service.get("/hello", viewer);
    expect(await receiver.receives("reference", "GET hello")).toContain("service.name");
  });

  it("sends uWSGI's own lines by UDP", async () => {
    expect(await receiver.receives("GET /hello", "HTTP/1.1 200")).toContain("[pid: ");
  });

  // The last: it stops the service.
  it("lets running requests finish when it is stopped, serves those that still come, and exits with 0", async () => {
    const running = service.get("/hello?seconds=3", viewer);
    await service.prints("begun 3");
    const exitCode = service.stop();
    expect((await service.get("/hello", viewer)).status).toBe(200);
    expect(await running).toEqual({ status: 200, body: '{"secure": false}' });
    expect(await exitCode).toBe(0);
  });
});
