/** A photo from a running video. */

const TYPE = "image/jpeg";
const QUALITY = 0.92;

const two = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-22 04.20.33`: sorts by itself, and may stand in a file's name everywhere. */
export function nameableTime(moment: Date): string {
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join("-");
  return `${day} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(".")}`;
}

/** What the video shows now, as large as the camera gives it and the right way round. Null: it shows nothing yet. */
export async function photoOf(video: HTMLVideoElement, name: string): Promise<File | null> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, TYPE, QUALITY));
  return blob && new File([blob], name, { type: TYPE });
}
