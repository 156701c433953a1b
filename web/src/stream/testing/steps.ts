/** What happens to the model of the server in property tests. */

/** `pick` chooses among what there is, by remainder; without candidates a step does nothing. */
export type Step =
  | { readonly do: "ask" | "retry" | "compare" | "queue" }
  | { readonly do: "edit" | "show" | "delete" | "choose" | "unqueue"; readonly pick: number }
  | { readonly do: "change"; readonly pick: number; readonly text: string }
  | { readonly do: "write" | "think"; readonly text: string; readonly pick?: number }
  | { readonly do: "receipt"; readonly pick: number; readonly read: boolean }
  | { readonly do: "leave"; readonly pick: number }
  | { readonly do: "tell"; readonly joint: boolean }
  | { readonly do: "ground"; readonly text: string; readonly done: boolean; readonly pick?: number }
  | { readonly do: "save" }
  | { readonly do: "takeover"; readonly pick?: number }
  | {
      readonly do: "end";
      readonly how: "completed" | "stopped" | "failed";
      readonly pick?: number;
    };

/** Which part of the shown branch to fetch: the last so many, or so many from a place on. */
export interface Part {
  readonly limit: number;
  readonly from?: number;
}
