import { expect, it } from "vitest";
import { liveLine, plainLines } from "../../../ops/patch/progress";

it("rewrites one line on a terminal, cut to its width", () => {
  const written: string[] = [];
  const line = liveLine((text) => written.push(text), 6);
  line.show("abcde");
  line.show("abcdef");
  line.close();
  expect(written).toEqual(["\r\u001b[2Kabcde", "\r\u001b[2Kabcde", "\n"]);
});

it("takes the line away for another one to be written, once", () => {
  const written: string[] = [];
  const line = liveLine((text) => written.push(text), 80);
  line.show("a");
  line.clear();
  line.clear();
  line.close();
  expect(written).toEqual(["\r\u001b[2Ka", "\r\u001b[2K"]);
});

it("leaves the terminal alone when nothing was shown", () => {
  const written: string[] = [];
  liveLine((text) => written.push(text), 80).close();
  expect(written).toEqual([]);
});

it("says each change once elsewhere", () => {
  const said: string[] = [];
  const line = plainLines((text) => said.push(text));
  for (const text of ["a", "a", "b", "a"]) line.show(text);
  line.close();
  expect(said).toEqual(["a", "b", "a"]);
});
