/** Reads `before` and `after` of a change into values that can be looked at. */
import { type Change, isArray, isObject, type Json, type JsonObject, property } from "../plan";
import type { Secrecy } from "./secrecy";
import { Encoded, Secret, unknown, type Value } from "./value";

/** Arguments that hold a text in base64. */
const base64Arguments = new Set(["user_data", "user_data_base64", "custom_data"]);

/** Of a creation `before` is null, of a destruction `after`. */
export interface Values {
  readonly before: Value;
  readonly after: Value;
}

/**
 * What either side marks as sensitive is hidden on both: a value that is only now marked is the same value, and elements
 * of lists may have moved.
 */
export function readChange(change: Change, secrecy: Secrecy): Values {
  const reader = new Reader(secrecy);
  const { before, after, after_unknown, before_sensitive, after_sensitive } = change;
  return {
    before: reader.read(before, false, before_sensitive, after_sensitive, ""),
    after: reader.read(after, after_unknown, before_sensitive, after_sensitive, ""),
  };
}

class Reader {
  private readonly secrets = new Map<string, Secret>();

  constructor(private readonly secrecy: Secrecy) {}

  /** `name` is that of the argument or map key the value stands under; empty in a list at the top. */
  read(
    value: Json | undefined,
    unknownMask: Json | undefined,
    one: Json | undefined,
    other: Json | undefined,
    name: string,
  ): Value {
    const isSensitive = one === true || other === true;
    if (unknownMask === true) return isSensitive ? this.secret("unknown") : unknown;
    if (value === null || value === undefined) {
      // Where something inside is unknown, the value around it may be left out.
      if (!hasUnknown(unknownMask)) return null;
      if (isSensitive) return this.secret("unknown");
      return this.read(isArray(unknownMask) ? [] : {}, unknownMask, one, other, name);
    }
    if (isSensitive) return this.secret(`${JSON.stringify(value)} ${hasUnknown(unknownMask)}`);
    if (typeof value === "string") return this.text(value, name);
    if (isArray(value)) {
      const length = Math.max(value.length, isArray(unknownMask) ? unknownMask.length : 0);
      return Array.from({ length }, (_, index) =>
        this.read(value[index], property(unknownMask, index), property(one, index), property(other, index), name),
      );
    }
    if (isObject(value)) return this.map(value, unknownMask, one, other);
    return this.secrecy.hidesUnder(name) && typeof value === "number" ? this.secret(String(value)) : value;
  }

  private map(value: JsonObject, unknownMask: Json | undefined, one: Json | undefined, other: Json | undefined): Value {
    const names = new Set(Object.keys(value));
    if (isObject(unknownMask))
      for (const name of Object.keys(unknownMask)) if (hasUnknown(unknownMask[name])) names.add(name);
    const ownName = nameOf(value);
    const entries = [...names].map((name): [string, Value] => {
      const speaking = ownName !== undefined && name === "value" ? ownName : name;
      const inner = property(value, name);
      return [
        this.secrecy.shownName(name),
        this.read(inner, property(unknownMask, name), property(one, name), property(other, name), speaking),
      ];
    });
    return Object.fromEntries(entries);
  }

  private text(text: string, name: string): Value {
    if (this.secrecy.hidesUnder(name) && text !== "") return this.secret(text);
    const decoded = decodeJson(text);
    if (decoded !== undefined) return new Encoded(this.read(decoded, false, false, false, ""), text);
    const plain = base64Arguments.has(name) ? decodeBase64(text) : text;
    return this.secrecy.hides(plain) ? this.secret(text) : plain;
  }

  private secret(key: string): Secret {
    const known = this.secrets.get(key) ?? new Secret(this.secrets.size);
    this.secrets.set(key, known);
    return known;
  }
}

/** Of an entry of a list like `{ "name": "DEBUG", "value": "1" }`, its name. */
function nameOf(value: JsonObject): string | undefined {
  const name = property(value, "name") ?? property(value, "key");
  return typeof name === "string" ? name : undefined;
}

function hasUnknown(mask: Json | undefined): boolean {
  if (mask === true) return true;
  if (isArray(mask)) return mask.some(hasUnknown);
  return isObject(mask) && Object.values(mask).some(hasUnknown);
}

/** An object or a list in a text; undefined for any other text. */
function decodeJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function decodeBase64(text: string): string {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+=*$/.test(text)) return text;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  // Something else than a text, compressed for example.
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(decoded) ? text : decoded;
}
