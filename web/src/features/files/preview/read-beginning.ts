/** The beginning of a text at an address, without fetching the rest. */

export interface Beginning {
  readonly text: string;
  /** There is more than this. */
  readonly cut: boolean;
}

/** At most about `most` bytes as text; null when the address does not answer. */
export async function readBeginning(
  url: string,
  most: number,
  signal: AbortSignal,
): Promise<Beginning | null> {
  const response = await fetch(url, { signal, credentials: "omit" });
  if (!response.ok || response.body === null) return null;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let taken = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    const fits = value.subarray(0, most - taken);
    text += decoder.decode(fits, { stream: true });
    taken += fits.length;
    if (fits.length < value.length) {
      await reader.cancel();
      return { text, cut: true };
    }
  }
}
