import { startTransition } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/App";
import { takeOutlineAway } from "@/app/outline";
import { AREAS, preferredLanguage, startI18n } from "@/shared/i18n";
import { findSession, keepSession, wasSignedIn } from "@/shared/session";

import "@mantine/core/styles.layer.css";
import "@/app/fonts.css";
import "@/app/global.css";

keepSession();
// Asked for before anything is drawn; the guard takes the same answer, and its failure is shown there.
findSession().catch(() => undefined);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");
await startI18n(preferredLanguage(), wasSignedIn() ? [...AREAS.entry, ...AREAS.chat] : AREAS.entry);
takeOutlineAway(root);
// In steps, so that the browser paints and listens in between.
startTransition(() => createRoot(root).render(<App />));
