import { Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { USUAL, type Settings } from "./api";
import { QuestionSets } from "./QuestionSets";
import { Trial } from "./Trial";

/** How well a base is searched: one question through all ways, and sets of questions over time. */
export function BenchPage(): ReactNode {
  const { baseId } = useParams({ from: "/app/knowledge/$baseId/bench" });
  const [settings, setSettings] = useState<Settings>(USUAL);
  return (
    <Stack gap="xl">
      <Trial baseId={baseId} settings={settings} onSettings={setSettings} />
      <QuestionSets baseId={baseId} settings={settings} />
    </Stack>
  );
}
