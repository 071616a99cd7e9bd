/** Line drawings on a grid of 24 by 24, of our own: strokes without fill. */
import type { Kind } from "./model";

const bucket =
  "M4.5 6c0-1.7 3.4-3 7.5-3s7.5 1.3 7.5 3-3.4 3-7.5 3-7.5-1.3-7.5-3ZM4.5 6l2 13.2c.3 1 2.6 1.8 5.5 1.8s5.2-.8 5.5-1.8l2-13.2";
const layers = "M12 3.5 21 8l-9 4.5L3 8ZM3 12.3l9 4.5 9-4.5M3 16.5 12 21l9-4.5";
const bell = "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 21h4";

/** Kinds that are only drawn as groups or chips have none. */
export const icons: Partial<Readonly<Record<Kind, string>>> = {
  cache: "M13 2.5 5 13.5h6l-1 8 8-11h-6Z",
  ci: "M4 11.5a8 8 0 0 1 13.7-5.1L20 8.5M20 3.5v5h-5M20 12.5a8 8 0 0 1-13.7 5.1L4 15.5M4 20.5v-5h5",
  collector: "M3.5 4.5h17l-6.5 8v6.5l-4 2v-8.5Z",
  database:
    "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3ZM5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3",
  distribution:
    "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0ZM3 12h18M12 3c2.7 2.5 4 5.5 4 9s-1.3 6.5-4 9c-2.7-2.5-4-5.5-4-9s1.3-6.5 4-9Z",
  files: bucket,
  firewall: "M12 3l7.5 2.8v5.4c0 4.6-3.1 8-7.5 9.8-4.4-1.8-7.5-5.2-7.5-9.8V5.8ZM8.7 12l2.3 2.4 4.3-4.6",
  "load-balancer":
    "M3 12h14M7 12c4.5 0 3.5-6.5 8-6.5h2M7 12c4.5 0 3.5 6.5 8 6.5h2M17 12a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM17 5.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM17 18.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0Z",
  logs: "M4 3.5v17h16.5M7.5 15l3.5-4.5 3.5 3 5-7",
  nat: "M4 8.5h15M15 4.5l4 4-4 4M20 16H5M9 12.5 5 16l4 3.5",
  parameters: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  repository: "M3.5 8 12 3.5 20.5 8 12 12.5ZM3.5 8v8l8.5 4.5v-8M20.5 8v8L12 20.5",
  secrets: "M6 11h12v9.5H6ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5",
  service: "M12 3l8 4.5v9L12 21l-8-4.5v-9Z",
  signoz: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0Z",
  stack: layers,
  table: "M3.5 5h17v14h-17ZM3.5 10h17M3.5 14.5h17M9.5 10v9",
  topic: bell,
  users: "M8 7.5a4 4 0 1 0 8 0 4 4 0 1 0-8 0ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
};
