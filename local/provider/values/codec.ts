import { decode, encode, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import type { ObjectValue, Value } from "./value";
import { isList, isObject, Unknown } from "./value";

/** A value on the wire. Terraform sends MessagePack; JSON only in stored state. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
}

const extensionCodec = new ExtensionCodec();
for (const type of [0, 12])
  extensionCodec.register({
    type,
    encode: (value) => (value instanceof Unknown && value.extension === type ? value.payload : null),
    decode: (payload) => new Unknown(type, payload.slice()),
  });

/** Decodes a value; an absent one is null. */
export function fromWire(value: DynamicValue | null | undefined): Value {
  const bytes = value?.msgpack;
  return bytes === undefined || bytes.length === 0 ? null : clean(decode(bytes, { extensionCodec }) as Value);
}

/** Decodes the inside of a block; an absent one is null. */
export function blockFromWire(value: DynamicValue | null | undefined): ObjectValue | null {
  const decoded = fromWire(value);
  return isObject(decoded) ? decoded : null;
}

/** Encodes a value. */
export function toWire(value: Value): DynamicValue {
  return { msgpack: encode(exact(value), { extensionCodec }) };
}

/** Any extension type stands for an unknown value, also those of later versions of the protocol. */
function clean(value: Value | ExtData): Value {
  if (value instanceof ExtData) return new Unknown();
  if (isList(value)) return value.map(clean);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner)]));
  return value;
}

/** Terraform's numbers are decimal: 0.1 as a binary fraction would be another number, so fractions travel as text. */
function exact(value: Value): Value {
  if (typeof value === "number" && !Number.isInteger(value)) return String(value);
  if (isList(value)) return value.map(exact);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, exact(inner)]));
  return value;
}
