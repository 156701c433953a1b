/** How each kind of document is drawn. */
import {
  IconBook,
  IconBraces,
  IconCode,
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconFileWord,
  IconMail,
  IconMarkdown,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconPresentation,
  IconTable,
  IconWorld,
  type Icon,
} from "@tabler/icons-react";

import type { MediaKind } from "../types";

export const KIND_ICONS: Readonly<Record<MediaKind, Icon>> = {
  pdf: IconFileTypePdf,
  document: IconFileWord,
  slides: IconPresentation,
  table: IconTable,
  text: IconFileText,
  markdown: IconMarkdown,
  web: IconWorld,
  mail: IconMail,
  book: IconBook,
  image: IconPhoto,
  code: IconCode,
  data: IconBraces,
  audio: IconMicrophone,
  video: IconMovie,
  other: IconFile,
};
