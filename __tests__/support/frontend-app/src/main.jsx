import { createElement, lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import "./style.css";

const Bills = lazy(() => import("./bills.jsx"));
const root = document.getElementById("root");
createRoot(root).render(createElement(Suspense, { fallback: "…" }, createElement(Bills, { version: __VERSION__ })));
