/** What must not be shown, beside what a plan marks as sensitive. */
import { isSecretName, secretShapeOf } from "../../manifest/secret-shapes";
import { isArray, isObject, type Json, type Plan, property } from "../plan";
import { printable } from "./printable";

/** Stands for a text that cannot be shown. */
export const hiddenText = "(sensitive)";

/** Shorter ones are found everywhere: hiding `true` or `eu` would hide the plan. */
const shortestHidden = 6;

/**
 * Arguments that hold a secret whether or not a plan marks them. Providers mark them in their schema; a plan that went
 * through another program may have lost the marks.
 */
const secretArgument =
  /(^|_)(password|passwd|passphrase|secret_string|secret_binary|auth_token|access_token|refresh_token|private_key(_pem)?|client_secret|secret_key|secret_access_key|api_key|shared_secret|pre_?shared_key|connection_string)$/;

/** Whatever has the shape of a secret holds one of these. Looking for them is cheap, and most texts hold none. */
const shapeMarks = ["-----BEGIN", "AKIA", "ASIA", "://", "gh", "glpat-", "xox", "k_live_", "AIza", "eyJ"];

/** What hides texts of one plan. */
export class Secrecy {
  /** Names stand in plans many times over. */
  private readonly names = new Map<string, boolean>();

  private constructor(private readonly texts: readonly string[]) {}

  /** Knows the values of the variables that are declared sensitive: they are not marked where they are listed. */
  static of({ variables, configuration }: Plan): Secrecy {
    const declared = property(property(configuration, "root_module"), "variables");
    const texts = Object.entries(variables)
      .filter(([name]) => property(property(declared, name), "sensitive") === true)
      .flatMap(([, variable]) => textsIn(property(variable, "value")));
    return new Secrecy([...new Set(texts)]);
  }

  /** The value of a sensitive variable stands in it, or it has the shape of a secret. */
  hides(text: string): boolean {
    if (this.texts.some((hidden) => text.includes(hidden))) return true;
    return shapeMarks.some((mark) => text.includes(mark)) && secretShapeOf(text) !== undefined;
  }

  /** The text, fit for display, or what stands for it. */
  shown(text: string): string {
    return this.hides(text) ? hiddenText : printable(text);
  }

  /** The text, of which there are few different ones, or what stands for it. */
  shownName(name: string): string {
    const known = this.names.get(name);
    const hides = known ?? this.hides(name);
    if (known === undefined) this.names.set(name, hides);
    return hides ? hiddenText : name;
  }

  /** An argument, a key of a map or a header of this name holds a secret when it holds a text. */
  hidesUnder(name: string): boolean {
    if (name === "") return false;
    const first = name.charCodeAt(0);
    // Environment variables and headers begin with a capital; the arguments of providers are in lower case.
    return first >= 65 && first <= 90
      ? isSecretName(name.replaceAll("-", "_").toUpperCase())
      : secretArgument.test(name);
  }
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return value.length >= shortestHidden ? [value] : [];
  if (typeof value === "number") return textsIn(String(value));
  if (isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
