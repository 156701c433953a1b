/** Every request about the figures of bases. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import type { components, operations } from "@/api/schema.gen";
import type { Span } from "@/shared/lib/days";

import { BASES } from "../api";

type Schemas = components["schemas"];
export type Figures = Schemas["FiguresOut"];
export type FiguresDay = Schemas["FiguresDay"];
export type BaseFigure = Schemas["BaseFigure"];
export type DocumentFigure = Schemas["DocumentFigure"];
export type QuestionFigure = Schemas["QuestionFigure"];
export type DocumentProblem = Schemas["DocumentProblem"];
export type FiguresTable = operations["exportKnowledgeFigures"]["parameters"]["path"]["table"];

/** Of which base, and when; null: of all that one edits. */
export interface Asked extends Span {
  baseId: string | null;
}

const queryOf = ({ baseId, from, to }: Asked): { base_id: string | null; from: string; to: string } => ({
  base_id: baseId,
  from,
  to,
});

export const figuresQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...BASES, "figures", asked],
    queryFn: ({ signal }): Promise<Figures> =>
      answer(client.GET("/api/v1/knowledge/figures", { params: { query: queryOf(asked) }, signal })),
    placeholderData: keepPreviousData,
  });

/** All rows of a table, for other programs. */
export const fetchTable = (table: FiguresTable, asked: Asked): Promise<Blob> =>
  answer(
    client.GET("/api/v1/knowledge/figures/{table}.csv", {
      params: { path: { table }, query: queryOf(asked) },
      parseAs: "blob",
    }),
  );
