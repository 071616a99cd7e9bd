/** The state that a saved plan was made on. Terraform keeps it in the plan file, a ZIP archive, as `tfstate`. */
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

export interface StateVersion {
  /** Names the state for its whole life; empty when there was none yet. */
  readonly lineage: string;
  /** Counts its changes. */
  readonly serial: number;
}

/** @throws {Error} when the file is no plan of Terraform's */
export function stateOfPlan(file: string): StateVersion {
  const archive = readFileSync(file);
  const text = entry(archive, "tfstate")?.toString("utf8");
  if (text === undefined) throw new Error(`${file} holds no state`);
  const { lineage, serial } = JSON.parse(text) as Partial<StateVersion>;
  return { lineage: lineage ?? "", serial: serial ?? 0 };
}

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
const endSignature = 0x06054b50;
const endLength = 22;
const centralSignature = 0x02014b50;
const centralLength = 46;
const localLength = 30;
const stored = 0;
const longestComment = 0xffff;

/** The content of one file in a ZIP archive. */
function entry(archive: Buffer, wanted: string): Buffer | undefined {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== centralSignature) throw new Error("the archive's directory is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const nameEnd = at + centralLength + (nameLength ?? 0);
    if (archive.toString("utf8", at + centralLength, nameEnd) === wanted) {
      const method = archive.readUInt16LE(at + 10);
      const size = archive.readUInt32LE(at + 20);
      const local = archive.readUInt32LE(at + 42);
      const start = local + localLength + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + size);
      return method === stored ? packed : inflateRawSync(packed);
    }
    at = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return undefined;
}

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - endLength - longestComment);
  for (let at = archive.length - endLength; at >= first; at -= 1)
    if (archive.readUInt32LE(at) === endSignature) return at;
  throw new Error("this is no ZIP archive");
}
