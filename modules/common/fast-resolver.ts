import { type IPostProcessor, type IResolvable, type IResolveContext, type ResolveOptions, Tokenization } from "cdktf";

/**
 * What CDKTF must look at itself, in strings: its markers `${TfToken[...]}`, `#{TfToken[...]}`, `&{TfToken[...]}`, a
 * number that may be a token (they have exponents), and the two placeholders of a map token.
 */
const suspicious = /TfToken\[|[-|\d.+]e[-|\d.eE+]|Map Token Value/;
/** Nesting at which a value is taken for a cycle and left to CDKTF, which says where (it gives up at 200). */
const maxDepth = 190;

type Resolve = (value: unknown) => unknown;

/**
 * Makes CDKTF resolve values without tokens, nearly all there are, without its work for those that have one: CDKTF
 * builds a context, copies its options and joins the path of an error that does not happen, for each value, four times
 * a resource. Whatever holds a token goes to CDKTF as before, and so does everything when anything fails, so that its
 * errors stay its own. The output is the same to the byte; a test holds that.
 *
 * @returns what takes it back
 */
export function useFastResolver(): () => void {
  const original = Tokenization.resolve;
  Tokenization.resolve = (value: unknown, options: ResolveOptions): unknown => {
    const faster = { ...options, resolver: accelerated(options.resolver) };
    try {
      return resolvePlain(value, (token) => original(token, faster));
    } catch {
      return original(value, options);
    }
  };
  return () => {
    Tokenization.resolve = original;
  };
}

/** A resolver whose tokens resolve what they hold in the fast way too. */
function accelerated(resolver: ResolveOptions["resolver"]): ResolveOptions["resolver"] {
  const faster = Object.create(resolver) as typeof resolver;
  faster.resolveToken = (token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown => {
    const slow: Resolve = context.resolve;
    context.resolve = (value: unknown) => resolvePlain(value, slow);
    return resolver.resolveToken(token, context, postProcessor);
  };
  return faster;
}

function resolvePlain(value: unknown, slow: Resolve, depth = 0): unknown {
  switch (typeof value) {
    case "string":
      return suspicious.test(value) ? slow(value) : value;
    case "number":
      return value >= 0 ? value : slow(value); // tokens are negative
    case "object":
      if (value === null || value instanceof Date) return value;
      if (depth > maxDepth) return slow(value);
      return Array.isArray(value) ? resolveList(value, slow, depth) : resolveObject(value, slow, depth);
    case "function":
      return slow(value);
    default:
      return value;
  }
}

function resolveList(list: readonly unknown[], slow: Resolve, depth: number): unknown {
  if (list.some(isListToken)) return slow(list);
  return list.map((element) => resolvePlain(element, slow, depth + 1)).filter((element) => element !== undefined);
}

function isListToken(element: unknown): boolean {
  return typeof element === "string" ? element.includes("#{TfToken[") : typeof element === "number" && element < 0;
}

function resolveObject(object: object, slow: Resolve, depth: number): unknown {
  const isToken = "resolve" in object && typeof object.resolve === "function";
  const isConstruct = "_children" in object;
  const keys = Object.keys(object);
  if (isToken || isConstruct || keys.some((key) => suspicious.test(key))) return slow(object);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const resolved = resolvePlain((object as Record<string, unknown>)[key], slow, depth + 1);
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}
