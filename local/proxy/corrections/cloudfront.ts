import type { Correction } from "../correction";
import { withText } from "../message";

/** The local AWS answers parts of a response headers policy that nobody gave as empty ones; AWS leaves them out. */
export const absentHeaders: Correction = {
  service: "cloudfront",
  answer: (answer, { path }) =>
    path.includes("/response-headers-policy")
      ? withText(answer, (text) =>
          text.replaceAll(
            /<(CustomHeadersConfig|RemoveHeadersConfig)><Quantity>0<\/Quantity>(<Items\s*\/>)?<\/\1>/g,
            "",
          ),
        )
      : answer,
};
