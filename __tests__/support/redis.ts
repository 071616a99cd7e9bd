/** A Redis of a suite's own, as ElastiCache runs it: TLS only, with a token. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { connect } from "node:tls";
import { freePort } from "../../local/aws/ports";

/** Path of redis-server; undefined where it, or openssl for its certificate, is not installed. */
export function redisProgram(): string | undefined {
  const found = (name: string) =>
    (process.env["PATH"] ?? "")
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((path) => {
        try {
          execFileSync(path, [name === "openssl" ? "version" : "--version"], { stdio: "ignore" });
          return true;
        } catch {
          return false;
        }
      });
  return found("openssl") === undefined ? undefined : found("redis-server");
}

export interface Redis {
  readonly url: string;
  /** File with its certificate, which is good for 127.0.0.1. */
  readonly certificate: string;
  /** What the server answers to a command. */
  send(...words: readonly string[]): Promise<string>;
  /** From now on it shows a certificate that is trusted as well, but is another host's; connections are cut. */
  pretendToBeAnother(): Promise<void>;
  stop(): Promise<void>;
}

const token = "TokenOfLettersAndDigits0123456789";

export async function startRedis(program: string): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "smart360-redis-"));
  const port = await freePort();
  const certify = (name: string, subject: string) => {
    const files = ["-keyout", join(folder, `${name}.key`), "-out", join(folder, `${name}.pem`)];
    const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${subject}`];
    const command = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", ...names, ...files];
    execFileSync("openssl", command, { stdio: "ignore" });
  };
  certify("own", "IP:127.0.0.1");
  certify("other", "DNS:other.example.com");
  const certificate = join(folder, "both.pem");
  execFileSync("sh", ["-c", "cat own.pem other.pem > both.pem"], { cwd: folder });
  const keys = (name: string) =>
    ["tls-cert-file", join(folder, `${name}.pem`), "tls-key-file", join(folder, `${name}.key`)] as const;
  const [certificateFile, ownCertificate, keyFile, ownKey] = keys("own");
  const child = spawn(
    program,
    [
      ["--bind", "127.0.0.1", "--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"],
      [`--${certificateFile}`, ownCertificate, `--${keyFile}`, ownKey, "--requirepass", token],
      ["--save", "", "--dir", folder],
    ].flat(),
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("Ready to accept connections")) resolve();
    });
    void ended.then(() => reject(new Error(`Redis ended:\n${log}`)));
  });
  const send = (...words: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      let answer = "";
      const ca = readFileSync(certificate, "utf8");
      // The server may show the other's certificate: who it is does not matter here.
      const socket = connect({ host: "127.0.0.1", port, ca, checkServerIdentity: () => undefined }, () => {
        const inline = words.map((word) => JSON.stringify(word)).join(" ");
        socket.write(`AUTH ${token}\r\n${inline}\r\nQUIT\r\n`);
      });
      socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  return {
    url: `rediss://:${token}@127.0.0.1:${port}/0`,
    certificate,
    send,
    async pretendToBeAnother() {
      await send("CONFIG", "SET", ...keys("other"));
      await send("CLIENT", "KILL", "TYPE", "normal");
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
