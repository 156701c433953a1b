import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Rating } from "@/stream";

import type { RatingDraft } from "./rating-draft";
import { RatingForm } from "./RatingForm";

interface Props {
  rating: Rating;
  draft: RatingDraft;
  /** The button it belongs to. */
  target: ReactNode;
  onSave: (rating: Rating | null) => Promise<boolean>;
  onClose: () => void;
}

/** The reasons for a rating, at its button. */
export function RatingPopover({ rating, draft, target, onSave, onClose }: Props): ReactNode {
  const { t } = useTranslation("messages");
  return (
    <Popover
      opened
      onChange={(open) => {
        if (!open) onClose();
      }}
      position="bottom-start"
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={t("rating.title")}>
        <RatingForm rating={rating} draft={draft} onSave={onSave} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  );
}
