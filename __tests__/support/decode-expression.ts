/**
 * Reads Terraform's `jsonencode(...)` back into the value it encodes. References come out as Terraform writes them in
 * JSON (`${aws_kms_key.Key.arn}`), alone or inside a string.
 */
export function decodeExpression(expression: string): unknown {
  const body = /^\$\{jsonencode\((.*)\)\}$/s.exec(expression)?.[1];
  if (body === undefined) throw new Error(`not a jsonencode expression: ${expression}`);
  const reader = new Reader(body);
  const value = reader.value();
  reader.end();
  return value;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): unknown {
    if (this.skip("{")) return Object.fromEntries(this.members("}", () => this.member()));
    if (this.skip("[")) return this.members("]", () => this.value());
    if (this.peek() === '"') return this.string();
    return this.word();
  }

  end(): void {
    if (this.at !== this.text.length) this.fail("the end");
  }

  private member(): [string, unknown] {
    const key = this.string();
    this.expect(" = ");
    return [key, this.value()];
  }

  private members<T>(close: string, next: () => T): T[] {
    const found: T[] = [];
    while (!this.skip(close)) {
      if (found.length > 0) this.expect(", ");
      found.push(next());
    }
    return found;
  }

  private string(): string {
    this.expect('"');
    let read = "";
    for (;;) {
      const two = this.text.slice(this.at, this.at + 2);
      if (this.skip('"')) return read;
      if (two === "${") read += this.interpolation();
      else if (two === "\\u")
        read += this.take(/^\\u([0-9a-fA-F]{4})/, (code) => String.fromCharCode(parseInt(code, 16)));
      else if (two.startsWith("\\")) read += this.take(/^\\(.)/, (mark) => escapes[mark] ?? this.fail("an escape"));
      else if (two.startsWith("\n") || two === "%{") this.fail("no line break and no directive in a string");
      else read += this.take(/^(.)/su, (character) => character);
    }
  }

  /** `${` to its own closing brace: references hold no strings with braces. */
  private interpolation(): string {
    return this.take(/^(\$\{[^{}]*\})/, (text) => text);
  }

  private word(): unknown {
    return this.take(/^((?:\[[^\]]*\]|[^\s,()[\]{}"])+)/, (word) =>
      /^(true|false|null|-?\d+(\.\d+)?)$/.test(word) ? JSON.parse(word) : `\${${word}}`,
    );
  }

  private take<T>(pattern: RegExp, convert: (found: string) => T): T {
    const match = pattern.exec(this.text.slice(this.at)) ?? this.fail(String(pattern));
    this.at += match[0].length;
    return convert(match[1] ?? "");
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private skip(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.skip(text)) this.fail(JSON.stringify(text));
  }

  private fail(expected: string): never {
    throw new Error(`expected ${expected} at ${this.at}: ${this.text.slice(this.at, this.at + 60)}`);
  }
}
