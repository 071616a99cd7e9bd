/** Progress of one thing: a line that changes in place on a terminal, a line for each change elsewhere. */

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line that changes in place away. */
  clear(): void;
  /** Ends the line that changes in place. */
  close(): void;
}

/** @param columns width of the terminal: a wrapped line could not be rewritten */
export function liveLine(write: (text: string) => void, columns: number): ProgressLine {
  let isOpen = false;
  return {
    show(text) {
      isOpen = true;
      write(`\r\u001b[2K${text.slice(0, columns - 1)}`);
    },
    clear() {
      if (isOpen) write("\r\u001b[2K");
      isOpen = false;
    },
    close() {
      if (isOpen) write("\n");
    },
  };
}

export function plainLines(say: (line: string) => void): ProgressLine {
  let last: string | undefined;
  return {
    show(text) {
      if (text !== last) say(text);
      last = text;
    },
    clear: () => {},
    close: () => {},
  };
}
