import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import type { Attachment } from "@/stream";

import { linkQuery } from "../api";
import { KIND_ICONS } from "../kinds";
import { icon } from "@/shared/ui/icon";

interface Props {
  file: Attachment;
  className: string | undefined;
  /** Empty where the name stands beside it. */
  alt?: string;
}

/** A small picture of an image, through an address that holds for a short while. */
export function Thumbnail({ file, className, alt = "" }: Props): ReactNode {
  const { data: link } = useQuery({ ...linkQuery(file, "preview"), enabled: file.has_preview });
  const [broken, setBroken] = useState<string | null>(null);
  const KindIcon = KIND_ICONS[file.kind];
  if (link === undefined || broken === link.url) {
    return (
      <span className={className} style={{ display: "grid", placeItems: "center" }}>
        <KindIcon {...icon} />
      </span>
    );
  }
  return (
    <img src={link.url} alt={alt} className={className} loading="lazy" onError={() => setBroken(link.url)} />
  );
}
