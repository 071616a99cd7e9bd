/** A parsed JSON file that still knows where each value stands. */
import type { Node } from "jsonc-parser";
import type { Issue } from "../errors";
import { quote } from "./text";

/** Keys and indices from the root: `["services", 3, "memory"]`. */
export type Path = readonly (string | number)[];

export class JsonDocument {
  /** The value as plain data. Of a duplicate key the last one counts, as in `JSON.parse`. */
  readonly value: unknown;
  private readonly lines: LineIndex;

  constructor(
    readonly file: string,
    private readonly text: string,
    readonly root: Node,
  ) {
    this.value = toValue(root);
    this.lines = new LineIndex(text);
  }

  /** True if the file itself says something at this path. */
  has(path: Path): boolean {
    return this.node(path) !== undefined;
  }

  /** The value at the path as the file writes it: a number beyond JavaScript's range stays readable. */
  sourceOf(path: Path): string {
    const { offset, length } = this.nearest(path);
    return this.text.slice(offset, offset + length);
  }

  /** Line of the value at the path, from 1. */
  lineOf(path: Path): number {
    return this.lines.at(this.nearest(path).offset).line;
  }

  /** An issue at the value; where the path does not exist, at the nearest value around it. */
  issue(path: Path, message: string): Issue {
    return this.issueAt(this.nearest(path).offset, path, message);
  }

  /** An issue at the key of a property. */
  issueAtKey(path: Path, message: string): Issue {
    const key = this.node(path)?.parent?.children?.[0];
    return this.issueAt((key ?? this.nearest(path)).offset, path, message);
  }

  issueAt(offset: number, path: Path, message: string): Issue {
    return { file: this.file, ...this.lines.at(offset), where: this.label(path), message };
  }

  /** The path in words: `services[3] "billing" > memory`. Array elements with a name show it. */
  label(path: Path): string {
    const words: string[] = [];
    path.forEach((segment, index) => {
      if (typeof segment === "string") {
        words.push(/^[\w$.-]+$/.test(segment) ? segment : quote(segment));
        return;
      }
      const name = this.node([...path.slice(0, index + 1), "name"])?.value as unknown;
      words.push(`${words.pop() ?? ""}[${segment}]${typeof name === "string" ? ` ${quote(name)}` : ""}`);
    });
    return words.join(" > ");
  }

  private node(path: Path): Node | undefined {
    let node: Node | undefined = this.root;
    for (const segment of path) {
      if (node === undefined) return undefined;
      node = typeof segment === "number" ? element(node, segment) : property(node, segment);
    }
    return node;
  }

  private nearest(path: Path): Node {
    for (let length = path.length; length > 0; length--) {
      const node = this.node(path.slice(0, length));
      if (node !== undefined) return node;
    }
    return this.root;
  }
}

/** Offsets to lines and columns; a line ends with LF, CRLF or CR. */
export class LineIndex {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

function element(node: Node, index: number): Node | undefined {
  return node.type === "array" ? node.children?.[index] : undefined;
}

function property(node: Node, key: string): Node | undefined {
  return node.type === "object" ? node.children?.findLast((child) => keyOf(child) === key)?.children?.[1] : undefined;
}

/** The key of a property node. */
export function keyOf(node: Node): string {
  return String(node.children?.[0]?.value);
}

/** `Object.fromEntries` rather than assignment: a key named `__proto__` stays a key. */
function toValue(node: Node | undefined): unknown {
  if (node?.type === "array") return (node.children ?? []).map(toValue);
  if (node?.type !== "object") return node?.value as unknown;
  return Object.fromEntries((node.children ?? []).map((child) => [keyOf(child), toValue(child.children?.[1])]));
}
