export const BUDGET: number;
export function firstLoads(
  html: string,
  sizes: ReadonlyMap<string, { gz: number; br: number }>,
): { page: string; gz: number; br: number }[];
