import { Fn } from "cdktf";

/**
 * A plain value, tokens included, as a Terraform expression (`jsonencode`): the plan then shows JSON field by field, and
 * the HCL form of a stack stays valid. Every string arrives as written: CDKTF puts strings into the expression as they
 * are, without escaping what Terraform's quoted strings give a meaning to.
 */
export function jsonExpression(value: unknown): string {
  return Fn.jsonencode(escaped(value));
}

function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(special, (mark) => escapes[mark] ?? mark);
  if (Array.isArray(value)) return value.map(escaped);
  // Tokens are objects of a class of CDKTF's own.
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escaped(member)]));
  return value;
}

/** `${` and `%{` would open a template; `${TfToken[` is how CDKTF writes a reference. */
const special = /["\\\n\r\t]|\$(?=\{(?!TfToken\[))|%(?=\{)/g;

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  $: "\\u0024",
  "%": "\\u0025",
};
