import { useState } from "react";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Of the selected ones the one that was toggled last, or the last in the list; "" when there is none. */
  readonly last: string;
  /** Also what fits the filter and is not loaded. */
  readonly everyone: boolean;
  readonly toggle: (id: string, range: boolean) => void;
  readonly selectAll: (everyone: boolean) => void;
  readonly clear: () => void;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Which rows are selected; another list (`place`) begins with none. With `range` all from the last one on. */
export function useSelection(shown: readonly string[], place: string): Selection {
  const [state, setState] = useState({ place, ids: NOBODY, everyone: false, last: "" });
  const present = state.place === place ? state.ids : NOBODY;
  // What has gone from the list is no longer selected.
  const ids = new Set(shown.filter((id) => present.has(id)));
  const everyone = state.place === place && state.everyone;
  return {
    ids,
    everyone,
    last: ids.has(state.last) ? state.last : ([...ids].at(-1) ?? ""),
    toggle: (id, range) => {
      const next = new Set(ids);
      const [from, to] = [shown.indexOf(state.last), shown.indexOf(id)].sort((a, b) => a - b) as [
        number,
        number,
      ];
      if (range && from >= 0) for (const one of shown.slice(from, to + 1)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      setState({ place, ids: next, everyone: false, last: id });
    },
    selectAll: (all) => setState({ place, ids: new Set(shown), everyone: all, last: "" }),
    clear: () => setState({ place, ids: NOBODY, everyone: false, last: "" }),
  };
}
