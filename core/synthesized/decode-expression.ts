/**
 * Reads Terraform's `${jsonencode(...)}`, as CDKTF writes it, back into the value it encodes. References come out as
 * Terraform writes them in JSON (`${aws_kms_key.Key.arn}`), alone or inside a string.
 *
 * Throws an `Error` for anything else: what the app writes can always be read.
 */
export function decodeExpression(expression: string): unknown {
  const body = /^\$\{jsonencode\((.*)\)\}$/s.exec(expression)?.[1];
  if (body === undefined) throw new Error(`not a jsonencode expression: ${expression}`);
  const reader = new Reader(body);
  const value = reader.value();
  reader.end();
  return value;
}

/** Whether an argument holds JSON that `decodeExpression` reads. */
export const isJsonExpression = (argument: unknown): argument is string =>
  typeof argument === "string" && argument.startsWith("${jsonencode(");

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): unknown {
    if (this.skip("{")) return Object.fromEntries(this.members("}", () => this.member()));
    if (this.skip("[")) return this.members("]", () => this.value());
    if (this.text[this.at] === '"') return this.string();
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
    while (!this.skip('"')) read += this.plain() ?? this.interpolation() ?? this.escape() ?? this.fail("a string");
    return read;
  }

  /** Characters that mean themselves. */
  private plain(): string | undefined {
    return this.match(/(?:[^"\\\n$%]|[$%](?!\{))+/y)?.[0];
  }

  /** `${` to its own closing brace: references hold no strings with braces. */
  private interpolation(): string | undefined {
    return this.match(/\$\{[^{}]*\}/y)?.[0];
  }

  private escape(): string | undefined {
    const found = this.match(/\\(?:u([0-9a-fA-F]{4})|(.))/y);
    if (found === null) return undefined;
    const [, code, mark] = found;
    return code === undefined ? escapes[mark ?? ""] : String.fromCharCode(parseInt(code, 16));
  }

  private word(): unknown {
    const [word] = this.match(/(?:\[[^\]]*\]|[^\s,()[\]{}"])+/y) ?? this.fail("a value");
    return /^(true|false|null|-?\d+(\.\d+)?)$/.test(word) ? JSON.parse(word) : `\${${word}}`;
  }

  /** Matches a sticky pattern here and moves behind it. */
  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
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
