import { createElement } from "react";

/** Loaded when it is first shown: a file that the page does not name. */
export default function Bills({ version }) {
  return createElement("h1", null, `Bills of ${__VERSION__}, in a page of ${version}`);
}
