/** Signals to the command. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { onInterrupt, stopOnInterrupt } from "../../ops/interrupts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("onInterrupt", () => {
  it("takes the echo by npm of a Ctrl-C for the same one, and a later one for another", () => {
    const now = vi.spyOn(performance, "now");
    let count = 0;
    const end = onInterrupt(() => (count += 1));
    for (const [at, expected] of [
      [1_000, 1],
      [1_003, 1],
      [1_300, 2],
    ] as const) {
      now.mockReturnValue(at);
      process.emit("SIGINT");
      expect(count).toBe(expected);
    }
    end();
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("hears %s, until its end", (signal) => {
    const before = process.listenerCount(signal);
    let isHeard = false;
    const end = onInterrupt(() => (isHeard = true));
    process.emit(signal);
    end();
    expect([isHeard, process.listenerCount(signal)]).toEqual([true, before]);
  });
});

describe("stopOnInterrupt", () => {
  it("aborts at the first, ends the process at the second", () => {
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const now = vi.spyOn(performance, "now").mockReturnValue(1_000);
    const stop = stopOnInterrupt();
    process.emit("SIGTERM");
    process.emit("SIGTERM");
    expect([stop.signal.aborted, exit.mock.calls]).toEqual([true, []]);
    now.mockReturnValue(2_000);
    process.emit("SIGTERM");
    stop.end();
    expect(exit.mock.calls).toEqual([[130]]);
  });
});
