import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { renderAlone } from "../../../../test/render";
import { AttachButton } from "../attach/AttachButton";
import { nameableTime } from "./photo";
import { troubleOf } from "./use-camera";

/** What tells something. The signal that ends it is of another make than jsdom's events take. */
class Teller extends EventTarget {
  override addEventListener(type: string, listener: EventListener): void {
    super.addEventListener(type, listener);
  }
}

/** A camera as browsers lend it, as far as it is used. */
class Track extends Teller {
  readyState = "live";
  enabled = true;
  constructor(readonly deviceId: string) {
    super();
  }
  getSettings = () => ({ deviceId: this.deviceId });
  stop = (): void => {
    this.readyState = "ended";
  };
}

const given: Track[] = [];
let refusal: DOMException | null = null;
const lender = Object.assign(new Teller(), {
  getUserMedia: ({ video }: { video: { deviceId?: { exact?: string } } }) => {
    if (refusal) return Promise.reject(refusal);
    const track = new Track(video.deviceId?.exact ?? "front");
    given.push(track);
    return Promise.resolve({ getTracks: () => [track], getVideoTracks: () => [track] });
  },
  enumerateDevices: () =>
    Promise.resolve(["front", "back"].map((id) => ({ kind: "videoinput", deviceId: id, label: id }))),
});

const onFiles = vi.fn();

beforeEach(() => {
  given.length = 0;
  refusal = null;
  onFiles.mockReset();
  localStorage.clear();
  vi.stubGlobal("isSecureContext", true);
  Object.defineProperty(navigator, "mediaDevices", { value: lender, configurable: true });
  // What jsdom does not have: a running video, and a canvas that draws.
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    configurable: true,
    set(this: HTMLVideoElement, stream: unknown) {
      if (stream) queueMicrotask(() => this.dispatchEvent(new Event("playing", { bubbles: true })));
    },
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((take) => take(new Blob(["jpeg"])));
  URL.createObjectURL = () => "blob:photo";
  URL.revokeObjectURL = () => undefined;
});

afterEach(() => Reflect.deleteProperty(navigator, "mediaDevices"));

async function open(): Promise<void> {
  renderAlone(<AttachButton onFiles={onFiles} onFolder={onFiles} />);
  await userEvent.click(screen.getByRole("button", { name: "Attach files" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Take a photo" }));
}

it("takes a photo, another one, and lets the camera go with it", async () => {
  await open();
  await waitFor(() => expect(screen.getByRole("button", { name: "Take the photo" })).toBeEnabled());
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Camera" }), "back");
  await waitFor(() => expect(given.map(({ deviceId }) => deviceId)).toEqual(["front", "back"]));
  expect(given[0]?.readyState).toBe("ended");
  await waitFor(() => expect(screen.getByRole("button", { name: "Take the photo" })).toBeEnabled());
  await userEvent.click(screen.getByRole("button", { name: "Take the photo" }));
  expect(await screen.findByRole("img", { name: "Your photo" })).toBeInTheDocument();
  expect(screen.getByRole("status")).toHaveTextContent("The photo is taken.");
  expect(given[1]?.enabled).toBe(false);
  await userEvent.click(screen.getByRole("button", { name: "Take another one" }));
  expect(given[1]?.enabled).toBe(true);
  await userEvent.click(screen.getByRole("button", { name: "Take the photo" }));
  await userEvent.click(await screen.findByRole("button", { name: "Attach the photo" }));
  const [photo] = (onFiles.mock.calls[0]?.[0] ?? []) as File[];
  expect([photo?.type, photo?.name]).toEqual([
    "image/jpeg",
    expect.stringMatching(/^Photo \d{4}(-\d\d){2} \d\d(\.\d\d){2}\.jpg$/),
  ]);
  expect(given.map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
  await waitFor(() => expect(screen.getByRole("button", { name: "Attach files" })).toHaveFocus());
});

it("lets the camera go when one leaves, also if it comes too late", async () => {
  let lend: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => {
    lend = resolve;
  });
  const now = lender.getUserMedia;
  vi.spyOn(lender, "getUserMedia").mockImplementation(async (wish) => {
    await wait;
    return now(wish);
  });
  await open();
  await screen.findByText(/The camera is starting/);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  lend();
  await waitFor(() => expect(given.map(({ readyState }) => readyState)).toEqual(["ended"]));
});

it("says what to do where there is none, and begins by itself once it is there", async () => {
  refusal = new DOMException("", "NotFoundError");
  await open();
  expect(await screen.findByRole("alert")).toHaveTextContent("No camera was found");
  refusal = null;
  lender.dispatchEvent(new Event("devicechange"));
  await waitFor(() => expect(screen.getByRole("button", { name: "Take the photo" })).toBeEnabled());
  given[0]?.dispatchEvent(new Event("ended"));
  expect(await screen.findByRole("alert")).toHaveTextContent("The camera was disconnected");
});

it("says that a page without https gets none", async () => {
  vi.stubGlobal("isSecureContext", false);
  Object.defineProperty(navigator, "mediaDevices", { value: undefined, configurable: true });
  await open();
  expect(await screen.findByRole("alert")).toHaveTextContent("This page is not open over https");
  expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Choose a file instead" })).toBeInTheDocument();
});

it("knows troubles by their names", () => {
  const names = ["NotAllowedError", "NotReadableError", "OverconstrainedError", "Strange"];
  expect(names.map((name) => troubleOf({ name }))).toEqual(["denied", "busy", "lost", "failed"]);
  expect(troubleOf(null)).toBe("failed");
  expect(nameableTime(new Date(2026, 0, 3, 4, 5, 6))).toBe("2026-01-03 04.05.06");
});
