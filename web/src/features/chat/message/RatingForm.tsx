import { Button, Chip, Group, Stack, Text, Textarea } from "@mantine/core";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Rating } from "@/stream";

import { changeRating, type RatingDraft } from "./rating-draft";
import classes from "./RatingForm.module.css";

/** Stored by these names; the texts are the reader's. */
const REASONS = {
  up: ["correct", "complete", "clear", "fast"],
  down: ["wrong", "incomplete", "unclear", "ignored", "unsafe"],
} as const;

/** Characters of a comment; the server takes as many. */
const LONGEST = 2_000;

interface Props {
  rating: Rating;
  /** What was changed of it so far. */
  draft: RatingDraft;
  /** Null withdraws it. False: the server did not take it. */
  onSave: (rating: Rating | null) => Promise<boolean>;
  onClose: () => void;
}

/** Why: reasons to tick, and a sentence of one's own. */
export function RatingForm({ rating, draft, onSave, onClose }: Props): ReactNode {
  const { t } = useTranslation("messages");
  const title = useId();
  const reasons = [...(draft.reasons ?? rating.reasons)];
  const comment = draft.comment ?? rating.comment;
  const [saving, setSaving] = useState(false);
  const save = async (next: Rating | null): Promise<void> => {
    setSaving(true);
    const kept = await onSave(next);
    setSaving(false);
    if (kept) onClose();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save({ ...rating, reasons, comment: comment.trim() });
      }}
    >
      <Stack gap="sm">
        <Text size="sm" id={title}>
          {t(`rating.why.${rating.value}`)}
        </Text>
        <Chip.Group multiple value={reasons} onChange={(next) => changeRating({ reasons: next })}>
          <Group gap="2xs" role="group" aria-labelledby={title}>
            {REASONS[rating.value].map((reason) => (
              <Chip key={reason} value={reason} size="xs" variant="outline">
                {t(`rating.reason.${reason}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Textarea
          label={t("rating.comment")}
          value={comment}
          maxLength={LONGEST}
          rows={3}
          onChange={(event) => changeRating({ comment: event.currentTarget.value })}
        />
        <Group justify="space-between" gap="xs">
          <Button variant="subtle" color="gray" disabled={saving} onClick={() => void save(null)}>
            {t("rating.withdraw")}
          </Button>
          <Button type="submit" loading={saving}>
            {t("rating.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
