import { Writable } from "node:stream";

/** A terminal that knows what the drawing uses: lines up, erasing a line, erasing downwards. */
export function fakeTerminal(columns = 80) {
  let lines = [""];
  let row = 0;
  const stream = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        for (const [token] of chunk.toString().matchAll(/\u001b\[\??\d*[A-Za-z]|\n|[^\u001b\n]+/g)) {
          if (token === "\n") lines[++row] ??= "";
          else if (/^\u001b\[\d*A$/.test(token)) row -= Number(token.slice(2, -1) || "1");
          else if (token === "\u001b[2K") lines[row] = "";
          else if (/^\u001b\[0?J$/.test(token)) lines = lines.slice(0, row + 1);
          else if (!token.startsWith("\u001b")) lines[row] += token;
        }
        done();
      },
    }),
    { isTTY: true, columns, rows: 24 },
  ) as unknown as NodeJS.WriteStream;
  return { stream, lines: () => lines.filter((line) => line !== "") };
}
