/**
 * Makes a provider's schema answer small: the real provider describes some 1,500 types in 13 MB, which Terraform reads
 * anew for every plan. Works on the encoded message, so that what stays is passed on byte for byte.
 */

/** Fields of the answer that hold a map from a type's name to its schema (`tfplugin5.proto`, GetProviderSchema.Response). */
const resourceSchemas = 2;
const dataSourceSchemas = 3;

const lengthDelimited = 2;
const keyOfMapEntry = 1;

/**
 * Leaves out the schemas of types that are not wanted.
 *
 * @param wanted whether a type stays; the name of a data source is given with `data.` before it
 */
export function withTypes(answer: Buffer, wanted: (type: string) => boolean): Buffer {
  const kept = fields(answer).filter(({ number, content }) => {
    if (number === resourceSchemas) return wanted(nameOf(content));
    if (number === dataSourceSchemas) return wanted(`data.${nameOf(content)}`);
    return true;
  });
  return Buffer.concat(kept.map(({ whole }) => whole));
}

interface Field {
  readonly number: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

function nameOf(entry: Buffer): string {
  const key = fields(entry).find(({ number }) => number === keyOfMapEntry);
  return key?.content.toString("utf8") ?? "";
}

/** The fields of a message whose fields are all messages or texts. */
function fields(message: Buffer): readonly Field[] {
  const found: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const start = at;
    const [tag, afterTag] = varint(message, at);
    if ((tag & 7) !== lengthDelimited) throw new Error(`a schema answer has a field of wire type ${tag & 7}`);
    const [length, begin] = varint(message, afterTag);
    at = begin + length;
    found.push({ number: tag >> 3, content: message.subarray(begin, at), whole: message.subarray(start, at) });
  }
  return found;
}

/** The number at `at` and the position after it. */
function varint(message: Buffer, at: number): [number, number] {
  let value = 0;
  for (let shift = 0, position = at; ; shift += 7, position += 1) {
    const byte = message[position];
    if (byte === undefined) throw new Error("a schema answer ends within a number");
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, position + 1];
  }
}
