/**
 * Edits of JSON text: what is not edited keeps its bytes. The places come from jsonc-parser's tree. Its own `modify` is
 * not used: its formatter breaks the lists of neighbouring lines, and it removes the last entry of a list wrongly when
 * the list stands on one line.
 */
import { applyEdits, type Edit, findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Path } from "./json-document";
import { isObject } from "./plain";

/** How far a line may reach before a list is broken over lines; the formatter's setting. */
const lineWidth = 120;

/** The text with a value at the path, which replaces what is there; missing objects on the way are made. */
export function setAt(text: string, path: Path, value: unknown): string {
  return edited(text, (json) => {
    const node = json.find(path);
    if (node !== undefined) return [replacing(node, json.render(value, json.styleAt(node)))];
    let [depth, inner] = [path.length - 1, value];
    while (depth > 0 && json.find(path.slice(0, depth)) === undefined) inner = { [String(path[depth--])]: inner };
    const parent = json.find(path.slice(0, depth));
    if (parent?.type !== "object") throw new RangeError(`no object to set ${String(path[depth])} in`);
    return [json.insert(parent, inner, String(path[depth]))];
  });
}

/** The text with a value at the end of the list at the path. */
export function appendTo(text: string, path: Path, value: unknown): string {
  return edited(text, (json) => {
    const list = json.find(path);
    if (list?.type !== "array") throw new RangeError("no list to append to");
    return [json.insert(list, value)];
  });
}

/** The text without the property or list entry at the path; as it is when there is none. */
export function removeAt(text: string, path: Path): string {
  return edited(text, (json) => {
    const node = json.find(path);
    const item = node?.parent?.type === "property" ? node.parent : node;
    const container = item?.parent;
    if (item === undefined || container?.children === undefined) return [];
    const index = container.children.indexOf(item);
    const [previous, next] = [container.children[index - 1], container.children[index + 1]];
    if (previous !== undefined) return [deleting(endOf(previous), endOf(item))];
    if (next !== undefined) return [deleting(item.offset, next.offset)];
    return [replacing(container, container.type === "array" ? "[]" : "{}")];
  });
}

/** How new text is to look: as its neighbours do. */
interface Style {
  /** White space at the start of the line in which the value starts. */
  readonly indent: string;
  /** Columns of that line in front of the value. */
  readonly column: number;
  /** Whether objects go over lines. */
  readonly isExpanded: boolean;
}

class JsonText {
  private readonly eol: string;
  private readonly unit: string;
  private readonly isOneLine: boolean;

  constructor(
    private readonly text: string,
    private readonly root: Node,
  ) {
    this.eol = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
    this.isOneLine = !/[\r\n]/.test(text.trim());
    this.unit = /[\r\n]([ \t]+)$/.exec(this.before(root.children?.[0]))?.[1] ?? "  ";
  }

  find(path: Path): Node | undefined {
    return findNodeAtLocation(this.root, [...path]);
  }

  styleAt(node: Node): Style {
    const start = this.lineStart(node.offset);
    const line = this.text.slice(start, node.offset);
    return { indent: /^[ \t]*/.exec(line)?.[0] ?? "", column: line.length, isExpanded: !this.isOneLine };
  }

  /** An edit that puts a value, with its key, behind the last entry of an object or list. */
  insert(container: Node, value: unknown, key?: string): Edit {
    const last = container.children?.at(-1);
    const outer = this.styleAt(container);
    const gap = last === undefined ? "" : this.before(last);
    const isOnNewLine = last === undefined ? !this.isOneLine : /[\r\n]/.test(gap);
    const lead = last !== undefined ? gap : isOnNewLine ? `${this.eol}${outer.indent}${this.unit}` : "";
    const indent = isOnNewLine ? (/[ \t]*$/.exec(lead)?.[0] ?? "") : outer.indent;
    const name = key === undefined ? "" : `${JSON.stringify(key)}${this.colon(last)}`;
    const column = (isOnNewLine ? indent.length : outer.column) + name.length;
    // An entry of a list looks like the one before it; a property, like the object that it is put into.
    const model = key === undefined && last !== undefined ? last : undefined;
    const isExpanded = model === undefined ? isOnNewLine : /[\r\n]/.test(this.text.slice(model.offset, endOf(model)));
    const content = name + this.render(value, { indent, column, isExpanded });
    if (last !== undefined) return { offset: endOf(last), length: 0, content: `,${lead}${content}` };
    const tail = isOnNewLine ? `${this.eol}${outer.indent}` : "";
    return { offset: container.offset + 1, length: container.length - 2, content: `${lead}${content}${tail}` };
  }

  render(value: unknown, style: Style): string {
    const isList = Array.isArray(value);
    if (!isList && !isObject(value)) return JSON.stringify(value);
    const brackets = isList ? "[]" : "{}";
    const inner = { ...style, indent: style.indent + this.unit };
    const items = isList
      ? value.map((entry: unknown) => this.render(entry, { ...inner, column: inner.indent.length }))
      : Object.entries(value).map(([key, entry]) => {
          const name = `${JSON.stringify(key)}${this.colon()}`;
          return name + this.render(entry, { ...inner, column: inner.indent.length + name.length });
        });
    if (items.length === 0) return brackets;
    const space = this.isOneLine ? this.gapOnLine() : " ";
    const padding = isList ? "" : space;
    const line = `${brackets[0]}${padding}${items.join(`,${space}`)}${padding}${brackets[1]}`;
    const fits = !/[\r\n]/.test(line) && style.column + line.length < lineWidth;
    if (!style.isExpanded || (isList && fits)) return line;
    const block = items.map((item) => `${this.eol}${inner.indent}${item}`).join(",");
    return `${brackets[0]}${block}${this.eol}${style.indent}${brackets[1]}`;
  }

  /** What stands between a key and its value: as in a given property, or as in the file's first one. */
  private colon(sibling = this.root.children?.[0]): string {
    const [key, value] = sibling?.type === "property" ? (sibling.children ?? []) : [];
    return key === undefined || value === undefined ? ": " : this.text.slice(endOf(key), value.offset);
  }

  /** In a file of one line: what stands behind its commas. */
  private gapOnLine(): string {
    return /\s$/.test(this.colon()) ? " " : "";
  }

  /** White space directly before a node. */
  private before(node: Node | undefined): string {
    return node === undefined ? "" : (/\s*$/.exec(this.text.slice(0, node.offset))?.[0] ?? "");
  }

  private lineStart(offset: number): number {
    return Math.max(this.text.lastIndexOf("\n", offset - 1), this.text.lastIndexOf("\r", offset - 1)) + 1;
  }
}

const mark = "\uFEFF";

function edited(textWithMark: string, edit: (json: JsonText) => Edit[]): string {
  const text = textWithMark.startsWith(mark) ? textWithMark.slice(mark.length) : textWithMark;
  const root = parseTree(text);
  if (root === undefined) throw new RangeError("not a JSON text");
  return textWithMark.slice(0, textWithMark.length - text.length) + applyEdits(text, edit(new JsonText(text, root)));
}

const endOf = ({ offset, length }: Node) => offset + length;
const replacing = ({ offset, length }: Node, content: string): Edit => ({ offset, length, content });
const deleting = (from: number, to: number): Edit => ({ offset: from, length: to - from, content: "" });
