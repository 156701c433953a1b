/** A module that is fetched when it is first needed; until then, and without network, null. */
import { useEffect, useState } from "react";

export interface Lazy<T> {
  value: T | null;
  load: () => Promise<T>;
}

export function lazyModule<T>(importer: () => Promise<T>): Lazy<T> {
  const lazy: Lazy<T> = {
    value: null,
    load: async () => (lazy.value ??= await importer()),
  };
  return lazy;
}

/** The module when it is there. `needed` starts the loading. */
export function useLazy<T>(lazy: Lazy<T>, needed: boolean): T | null {
  const [, setLoaded] = useState(lazy.value !== null);
  const missing = needed && lazy.value === null;
  useEffect(() => {
    if (!missing) return undefined;
    let gone = false;
    lazy.load().then(
      () => {
        if (!gone) setLoaded(true);
      },
      // The text stays as it is written; the next one that needs the module tries again.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [lazy, missing]);
  return needed ? lazy.value : null;
}
