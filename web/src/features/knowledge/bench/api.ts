/** Every request of the test bench. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { components } from "@/api/schema.gen";

import { baseKey, BASES } from "../api";

type Schemas = components["schemas"];
export type Settings = Schemas["BenchSettings"];
export type Trial = Schemas["BenchOut"];
export type Hit = Schemas["BenchHit"];
export type Expected = Schemas["ExpectedIn"];
export type SetQuestion = Schemas["SetQuestion"];
export type QuestionSet = Schemas["QuestionSetOut"];
export type NewSet = Schemas["QuestionSetIn"];
export type Run = Schemas["BenchRunOut"];
export type RunDetail = Schemas["BenchRunDetail"];
export type RunQuestion = Schemas["RunQuestion"];

/** As the server searches, too, when nobody says otherwise. */
export const USUAL: Settings = { fusion: "scores", lexical_weight: 0.6, candidates: 100, rerank: true };

export const isRunning = ({ status }: Run): boolean => status === "waiting" || status === "running";

export const setsKey = (baseId: string) => [...baseKey(baseId), "question-sets"] as const;
export const runsKey = (setId: string) => [...BASES, "bench-runs", setId] as const;

export const tryQuestion = (baseId: string, question: string, settings: Settings): Promise<Trial> =>
  api.post("/knowledge/bench", { question, bases: [baseId], settings });

export const setsQuery = (baseId: string) =>
  queryOptions({
    queryKey: setsKey(baseId),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: QuestionSet[] }>(`/knowledge/bases/${baseId}/question-sets`, undefined, signal))
        .items,
  });

export const createSet = (baseId: string, set: NewSet): Promise<QuestionSet> =>
  api.post(`/knowledge/bases/${baseId}/question-sets`, set);

export const changeSet = (id: string, set: NewSet): Promise<QuestionSet> =>
  api.put(`/knowledge/question-sets/${id}`, set);

export const deleteSet = (id: string): Promise<undefined> => api.delete(`/knowledge/question-sets/${id}`);

export const startRun = (setId: string, settings: Settings): Promise<Run> =>
  api.post(`/knowledge/question-sets/${setId}/runs`, settings);

export const runsQuery = (setId: string) =>
  pagedQuery<Run>([...runsKey(setId)], `/knowledge/question-sets/${setId}/runs`);

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: [...BASES, "bench-run", id],
    queryFn: ({ signal }) => api.get<RunDetail>(`/knowledge/bench-runs/${id}`, undefined, signal),
  });
