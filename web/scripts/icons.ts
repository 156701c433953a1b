/**
 * The product's sign (`src/app/icon.svg`) as PNGs for home screens, drawn here: a speech bubble on a disc, or on the
 * whole square where the system cuts its own shape out of it.
 */
import { crc32, deflateSync } from "node:zlib";

import { accent, surfaces } from "../src/app/theme.ts";

export interface IconKind {
  name: string;
  /** Pixels. */
  size: number;
  /** `any`: a disc on nothing. `maskable`: the square is full, and the sign within the inner 80 %. */
  purpose: "any" | "maskable";
}

export const ICONS: readonly IconKind[] = [
  { name: "icon-192.png", size: 192, purpose: "any" },
  { name: "icon-512.png", size: 512, purpose: "any" },
  { name: "icon-maskable-192.png", size: 192, purpose: "maskable" },
  { name: "icon-maskable-512.png", size: 512, purpose: "maskable" },
];

/** iOS rounds the corners itself and shows black where nothing is. */
export const TOUCH_ICON: IconKind = { name: "touch-icon-180.png", size: 180, purpose: "maskable" };

type Point = readonly [number, number];

/** Side of the square that the sign is drawn in, as in the SVG. */
const SIDE = 32;
const DISC = { x: 16, y: 16, r: 15 };
/** Samples in each direction for one pixel. */
const FINE = 4;

function arc(x: number, y: number, r: number, from: number, to: number): Point[] {
  const steps = 48;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
}

/** A cubic Bézier curve. */
function curve(from: Point, a: Point, b: Point, to: Point): Point[] {
  const steps = 12;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const t = step / steps;
    const [p, q, r, s] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return [p * from[0] + q * a[0] + r * b[0] + s * to[0], p * from[1] + q * a[1] + r * b[1] + s * to[1]];
  });
}

/** The bubble: two half circles, and its tail at the lower left. */
const BUBBLE: readonly Point[] = [
  ...arc(15.5, 13.5, 6.5, 180, 270),
  ...arc(16.5, 13.5, 6.5, -90, 90),
  [15, 20],
  ...curve([10.8, 23.6], [10.3, 24], [9.6, 23.7], [9.6, 23]),
];

/** Where a horizontal line enters and leaves the bubble. */
function crossings(y: number): number[] {
  const found: number[] = [];
  BUBBLE.forEach(([x1, y1], index) => {
    const [x2, y2] = BUBBLE[(index + 1) % BUBBLE.length] ?? [x1, y1];
    if (y1 <= y !== y2 <= y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  });
  return found.sort((a, b) => a - b);
}

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** How much of each pixel is ground and how much sign, 0 to 1; by rows. */
function coverage({ size, purpose }: IconKind): { ground: Float32Array; sign: Float32Array } {
  const ground = new Float32Array(size * size);
  const sign = new Float32Array(size * size);
  const masked = purpose === "maskable";
  // The bubble reaches 9 of 16 from the middle: within the inner 80 % as it is.
  const part = 1 / (FINE * FINE);
  for (let row = 0; row < size * FINE; row++) {
    const y = ((row + 0.5) / (size * FINE) - 0.5) * SIDE + SIDE / 2;
    const edges = crossings(y);
    for (let column = 0; column < size * FINE; column++) {
      const x = ((column + 0.5) / (size * FINE) - 0.5) * SIDE + SIDE / 2;
      const at = Math.floor(row / FINE) * size + Math.floor(column / FINE);
      const inside = masked || (x - DISC.x) ** 2 + (y - DISC.y) ** 2 <= DISC.r ** 2;
      if (inside) ground[at] = (ground[at] ?? 0) + part;
      if (edges.filter((edge) => edge < x).length % 2 === 1) sign[at] = (sign[at] ?? 0) + part;
    }
  }
  return { ground, sign };
}

/** A PNG of 8 bits a channel with alpha. */
export function drawIcon(kind: IconKind): Buffer {
  const { size } = kind;
  const { ground, sign } = coverage(kind);
  const [below, above] = [channels(accent[7]), channels(surfaces.light)];
  const raw = Buffer.alloc(size * (size * 4 + 1));
  for (let at = 0; at < size * size; at++) {
    const offset = Math.floor(at / size) * (size * 4 + 1) + 1 + (at % size) * 4;
    const share = Math.min(1, sign[at] ?? 0);
    below.forEach((channel, index) => {
      raw[offset + index] = Math.round(channel + ((above[index] ?? 0) - channel) * share);
    });
    raw[offset + 3] = Math.round(255 * Math.min(1, ground[at] ?? 0));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
