/** A strict XML parser: Python's, which is needed for the local AWS anyway. */
import { execFileSync } from "node:child_process";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text right after the start tag. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const program = `
import json, sys
import xml.etree.ElementTree as tree
def read(element):
    return {"name": element.tag.split("}")[-1], "attributes": element.attrib, "text": element.text or "",
            "children": [read(child) for child in element]}
json.dump(read(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)
`;

/** Throws when the text is not well-formed. */
export function parseXml(text: string): XmlElement {
  const parsed = execFileSync("python3", ["-c", program], { input: text, maxBuffer: 2 ** 26, stdio: "pipe" });
  return JSON.parse(parsed.toString()) as XmlElement;
}

/** The element and all in it, in the order of the document. */
export function everyElement(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(everyElement)];
}
