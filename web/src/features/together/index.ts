/** What the chat needs of joint conversations: little at once, the rest when there is one. */
import { lazy } from "react";

const parts = () => import("./parts");

export const Faces = lazy(async () => ({ default: (await parts()).Faces }));
export const ReaderNote = lazy(async () => ({ default: (await parts()).ReaderNote }));
export const Ticks = lazy(async () => ({ default: (await parts()).Ticks }));
export const TypingLine = lazy(async () => ({ default: (await parts()).TypingLine }));
export const Withdrawn = lazy(async () => ({ default: (await parts()).Withdrawn }));

export { isMine, mayChange, standingIn, StandingContext, useStanding, type Standing } from "./standing";
