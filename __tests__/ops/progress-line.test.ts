import { expect, it } from "vitest";
import { liveLine, plainLines } from "../../ops/progress-line";
import { fakeTerminal } from "../support/fake-terminal";

it("changes in place on a terminal, and stays in the end", () => {
  const { stream, lines } = fakeTerminal(12);
  const line = liveLine(stream);
  line.show("2 of 4 tasks, and more than a line");
  expect(lines().length).toBeGreaterThan(1);
  line.show("3 of 4");
  expect(lines()).toEqual(["3 of 4"]);
  line.close();
  expect(lines()).toEqual(["3 of 4"]);
});

it("takes the line away for another one to be written", () => {
  const { stream, lines } = fakeTerminal();
  const line = liveLine(stream);
  line.show("a");
  line.clear();
  line.clear();
  stream.write("done\n");
  expect(lines()).toEqual(["done"]);
  line.show("b");
  expect(lines()).toEqual(["done", "b"]);
  line.clear();
  line.close();
  expect(lines()).toEqual(["done"]);
});

it("leaves the terminal alone when nothing was shown", () => {
  const { stream, lines } = fakeTerminal();
  liveLine(stream).close();
  expect(lines()).toEqual([]);
});

it("says each change once elsewhere", () => {
  const said: string[] = [];
  const line = plainLines((text) => said.push(text));
  for (const text of ["a", "a", "b", "a"]) line.show(text);
  line.close();
  expect(said).toEqual(["a", "b", "a"]);
});
