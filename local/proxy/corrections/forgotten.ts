/** Arguments that the local AWS takes and forgets: remembered, and put back into its answers. For the Query protocol. */
import { named, type Correction } from "../correction";
import { queryOf, withText } from "../message";
import { queryXml } from "../query-xml";

/** Content of elements by their names, as XML. */
export type Elements = Readonly<Record<string, string | undefined>>;

export interface Forgotten {
  readonly service: string;
  /** Actions whose arguments are remembered, and the resources that they are about. */
  readonly told: Readonly<Record<string, (query: URLSearchParams, answer: string) => readonly string[]>>;
  /** Actions whose answers describe resources. */
  readonly asked: readonly string[];
  /** The element with a resource's id, first in its description. */
  readonly idElement: string;
  /** Elements of the description that follow from the arguments, which are given as XML. */
  readonly elements: (given: Elements) => Elements;
}

export function forgotten({ service, told, asked, idElement, elements }: Forgotten): Correction {
  return {
    service,
    answer(answer, request, { scope, memory }) {
      const query = queryOf(request);
      const action = query.get("Action") ?? "";
      const isTold = Object.hasOwn(told, action);
      if (isTold && answer.status < 300)
        for (const id of told[action]?.(query, answer.body.toString("utf8")) ?? []) {
          const name = named(scope, id);
          // What a modification leaves out stays.
          const before = action.startsWith("Modify") ? memory.get(idElement, name) : {};
          memory.set(idElement, name, { ...before, ...withoutAbsent(elements(queryXml(query))) });
        }
      if (!isTold && !asked.includes(action)) return answer;
      return withText(answer, (text) => withElements(text, idElement, (id) => memory.get(idElement, named(scope, id))));
    },
  };
}

/** Puts elements behind each id, in the place of those of the same names up to the next id. */
export function withElements(
  text: string,
  idElement: string,
  known: (id: string) => Readonly<Record<string, unknown>> | undefined,
): string {
  const [before = "", ...descriptions] = text.split(new RegExp(`(?=<${idElement}>)`));
  const mended = descriptions.map((description) => {
    const [head = "", id = ""] = /^<\w+>([^<]*)<\/\w+>/.exec(description) ?? [];
    const elements = Object.entries(known(id) ?? {});
    const rest = elements.reduce(
      (left, [name]) => left.replace(new RegExp(`<${name}/>|<${name}>.*?</${name}>`, "s"), ""),
      description.slice(head.length),
    );
    return `${head}${elements.map(([name, inner]) => `<${name}>${String(inner)}</${name}>`).join("")}${rest}`;
  });
  return [before, ...mended].join("");
}

function withoutAbsent(elements: Elements): Readonly<Record<string, string>> {
  const present = Object.entries(elements).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present);
}
