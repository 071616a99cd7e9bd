import { expect, test } from "vitest";
import { blockFromWire, fromWire, toWire } from "../../../../local/provider/values/codec";
import type { Value } from "../../../../local/provider/values/value";
import { equal, isWhollyKnown, unknown, Unknown } from "../../../../local/provider/values/value";

const roundTrip = (value: Value) => fromWire(toWire(value));

test("values survive the wire", () => {
  const value = { a: null, b: true, c: "ü", d: 4294967295, e: ["x", []], f: { g: { h: -1 } } };
  expect(roundTrip(value)).toEqual(value);
});

test("an absent value is null", () => {
  expect([fromWire(null), fromWire(undefined), fromWire({ msgpack: new Uint8Array() }), blockFromWire(null)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("an unknown value is extension 0", () => {
  expect([...(toWire(unknown).msgpack ?? [])]).toEqual([0xd4, 0, 0]);
  expect(roundTrip(unknown)).toBeInstanceOf(Unknown);
});

test("a refined unknown value is carried as it came", () => {
  const refinement = Uint8Array.from([0x81, 1, 0xc2]); // { 1: false }, definitely not null
  const bytes = Uint8Array.from([0xc7, refinement.length, 12, ...refinement]);
  const value = fromWire({ msgpack: bytes });
  expect(value).toEqual(new Unknown(12, refinement));
  expect([...(toWire({ a: [value] }).msgpack ?? [])].slice(-bytes.length)).toEqual([...bytes]);
});

test("an extension of a later protocol is an unknown value", () => {
  expect(fromWire({ msgpack: Uint8Array.from([0x91, 0xd4, 77, 5]) })).toEqual([unknown]);
});

test("a fraction travels as decimal text", () => {
  expect(roundTrip({ target: 0.1, whole: 2 })).toEqual({ target: "0.1", whole: 2 });
});

test("equality looks at content and at the order of lists", () => {
  expect(equal({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(equal([1, 2], [2, 1])).toBe(false);
  expect(equal({ a: 1 }, { b: 1 })).toBe(false);
  expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(equal(null, {})).toBe(false);
  expect(equal(new Unknown(), new Unknown())).toBe(false);
});

test("what is not wholly known", () => {
  expect(isWhollyKnown({ a: ["x", null] })).toBe(true);
  expect(isWhollyKnown({ a: [{ b: unknown }] })).toBe(false);
});
