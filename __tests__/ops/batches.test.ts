import { expect, it } from "vitest";
import { inBatches } from "../../ops/batches";

it("works on a few at once, and answers in their order", async () => {
  let running = 0;
  const atOnce: number[] = [];
  const squares = await inBatches([1, 2, 3, 4, 5], 2, async (number) => {
    atOnce.push((running += 1));
    await Promise.resolve();
    running -= 1;
    return number * number;
  });
  expect(squares).toEqual([1, 4, 9, 16, 25]);
  expect(atOnce).toEqual([1, 2, 1, 2, 1]);
});

it("begins nothing more after a failure", async () => {
  const begun: number[] = [];
  const failing = inBatches([1, 2, 3], 1, async (number) => {
    begun.push(number);
    if (number === 2) throw new Error("two");
  });
  await expect(failing).rejects.toThrow("two");
  expect(begun).toEqual([1, 2]);
});
