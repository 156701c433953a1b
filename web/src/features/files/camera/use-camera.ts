/** The camera of this device while a component shows it: on from its first moment, off whatever way it goes. */
import { useEffect, useEffectEvent, useState } from "react";

import { recall, remember } from "@/shared/lib/storage";

/** Why there is no picture. */
export type Trouble = "insecure" | "unsupported" | "denied" | "none" | "busy" | "lost" | "failed";

export interface Camera {
  /** Null while it starts, and in trouble. */
  readonly stream: MediaStream | null;
  readonly trouble: Trouble | null;
  /** All that there are, once one of them may be used: before, browsers keep their names to themselves. */
  readonly cameras: readonly MediaDeviceInfo[];
  /** The one in use. */
  readonly current: string | null;
  choose: (id: string) => void;
  retry: () => void;
}

const CAMERA_KEY = "convosphere.camera";
/** As large as models look at; a camera that has less gives what it has. */
const SIZE = { width: { ideal: 1920 }, height: { ideal: 1080 } } as const;

const NONE: readonly MediaDeviceInfo[] = [];
const STARTING = { stream: null, trouble: null } as const;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  // The chosen one is no longer there.
  OverconstrainedError: "lost",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function troubleOf(failure: unknown): Trouble {
  // OverconstrainedError is no DOMException everywhere.
  const name =
    typeof failure === "object" && failure !== null && "name" in failure ? String(failure.name) : "";
  return TROUBLES[name] ?? "failed";
}

/** Null: the browser lends none, and no trying changes that. */
function devices(): MediaDevices | null {
  // The types promise what pages without https do not have.
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices ?? null;
}

function switchOff(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

interface Wish {
  /** Only this one; else the one used last, else whichever looks away from the person. */
  readonly chosen: string | null;
}

function constraintsOf({ chosen }: Wish): MediaStreamConstraints {
  const last = recall(CAMERA_KEY);
  if (chosen !== null) return { video: { ...SIZE, deviceId: { exact: chosen } } };
  return { video: { ...SIZE, ...(last === null ? { facingMode: "environment" } : { deviceId: last }) } };
}

async function allCameras(lender: MediaDevices): Promise<readonly MediaDeviceInfo[]> {
  return (await lender.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
}

/** What can be known without asking for anything. */
function beginning(): Pick<Camera, "stream" | "trouble"> {
  if (devices() !== null) return STARTING;
  return { stream: null, trouble: isSecureContext ? "unsupported" : "insecure" };
}

export function useCamera(): Camera {
  const [wish, setWish] = useState<Wish>({ chosen: null });
  const [state, setState] = useState(beginning);
  const [cameras, setCameras] = useState(NONE);
  const begin = (chosen: string | null): void => {
    setState(beginning());
    setWish({ chosen });
  };
  useEffect(() => {
    const lender = devices();
    if (lender === null) return undefined;
    const gone = new AbortController();
    const isGone = (): boolean => gone.signal.aborted;
    const give = async (): Promise<void> => {
      const stream = await lender.getUserMedia(constraintsOf(wish));
      // Permission may come when nobody waits any more.
      if (isGone()) {
        switchOff(stream);
        return;
      }
      gone.signal.addEventListener("abort", () => switchOff(stream));
      const [track] = stream.getVideoTracks();
      const lost = (): void => setState({ stream: null, trouble: "lost" });
      track?.addEventListener("ended", lost, { signal: gone.signal });
      remember(CAMERA_KEY, track?.getSettings().deviceId ?? null);
      setState({ stream, trouble: null });
      const all = await allCameras(lender);
      if (!isGone()) setCameras(all);
    };
    give().catch((failure: unknown) => {
      if (!isGone()) setState({ stream: null, trouble: troubleOf(failure) });
    });
    return () => gone.abort();
  }, [wish]);
  const onChange = useEffectEvent(() => {
    const lender = devices();
    // Nobody has to try again by hand what may work now.
    if (state.trouble === "denied" || state.trouble === "none" || state.trouble === "lost") begin(null);
    else if (lender) allCameras(lender).then(setCameras, () => undefined);
  });
  useEffect(() => whatChanges(() => onChange()), []);
  return {
    ...state,
    cameras,
    current: state.stream?.getVideoTracks()[0]?.getSettings().deviceId ?? wish.chosen,
    choose: begin,
    retry: () => begin(null),
  };
}

/** Calls back when cameras come or go, and when the permission changes; returns how to stop. */
function whatChanges(changed: () => void): () => void {
  const gone = new AbortController();
  devices()?.addEventListener("devicechange", changed, { signal: gone.signal });
  const watch = async (): Promise<void> => {
    const permission = await navigator.permissions.query({ name: "camera" });
    permission.addEventListener("change", changed, { signal: gone.signal });
  };
  // Not every browser tells; then "Try again" does it.
  watch().catch(() => undefined);
  return () => gone.abort();
}
