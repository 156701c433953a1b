/**
 * One tab at a time. Two tabs that refreshed at once would present the same refresh token twice, and the server
 * takes that for theft and ends the session everywhere.
 */

const NAME = "convosphere.refresh";
/** A lease outlives the slowest refresh we wait for and ends soon enough after a tab that was closed in one. */
const LEASE_MS = 10_000;
const SETTLE_MS = 40;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Web Locks exist only where the page is served over https or from localhost; elsewhere (http in a company's own
 * network) a lease in localStorage does, taken when it is still ours after every other tab had time to write.
 */
export async function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  // The types promise `locks` everywhere; browsers offer it in secure contexts only.
  const locks = navigator.locks as LockManager | undefined;
  if (locks !== undefined) return await locks.request(NAME, work);
  const owner = Math.random().toString(36).slice(2);
  await takeLease(owner);
  try {
    return await work();
  } finally {
    dropLease(owner);
  }
}

interface Lease {
  owner: string;
  until: number;
}

function readLease(): Lease | null {
  const stored = localStorage.getItem(NAME);
  if (stored === null) return null;
  const [owner, until] = stored.split(" ");
  return owner !== undefined && until !== undefined ? { owner, until: Number(until) } : null;
}

async function takeLease(owner: string): Promise<void> {
  for (;;) {
    const lease = readLease();
    if (lease === null || lease.until < Date.now()) {
      localStorage.setItem(NAME, `${owner} ${Date.now() + LEASE_MS}`);
      await pause(SETTLE_MS);
      if (readLease()?.owner === owner) return;
    }
    await pause(SETTLE_MS * (1 + Math.random()));
  }
}

function dropLease(owner: string): void {
  if (readLease()?.owner === owner) localStorage.removeItem(NAME);
}
