/** Runs a program as somebody at a terminal would, by Python's `pty`. */
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** The window of the terminal is closed. */
export const hangUp = null;

/** What the program asks, or a part of it, and what is typed then. */
export type Answers = readonly (readonly [question: string, answer: string | typeof hangUp])[];

export interface OnTerminal {
  readonly code: number | null;
  /** Everything that was shown, with what it was drawn with taken out. */
  readonly shown: string;
}

/** `argv`: JSON of program, arguments, answers. Wide, so that no line is broken. */
const script = `
import fcntl, json, os, pty, signal, struct, sys, termios
program, args, answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program, [program, *args])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
since = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
    since += chunk
    if answers and answers[0][0].encode() in since:
        answer = answers.pop(0)[1]
        if answer is None:
            os.close(terminal)
            # What does not end by itself then would never.
            signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
            signal.alarm(30)
            break
        os.write(terminal, answer.encode() + b"\\r")
        since = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export function onTerminal(
  program: string,
  args: readonly string[],
  answers: Answers,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<OnTerminal> {
  const child = spawn("python3", ["-c", script, JSON.stringify([program, args, answers])], {
    ...options,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let shown = "";
  child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, shown: stripVTControlCharacters(shown) }));
  });
}
