import { ActionIcon, Button, Popover, TextInput, Tooltip } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import type { SearchAddress } from "./address";
import { requestOf, saveSearch, SEARCHES } from "./api";

/** Keeps the search, with its filters, under a name. */
export function SaveButton({ address }: { address: SearchAddress & { q: string } }): ReactNode {
  const { t } = useTranslation(["findings", "app"]);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => saveSearch(name.trim(), requestOf(address)),
    onSuccess: async () => {
      setOpen(false);
      setName("");
      await client.invalidateQueries({ queryKey: SEARCHES });
    },
  });
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal trapFocus>
      <Tooltip label={t("save")} disabled={open}>
        <Popover.Target>
          <ActionIcon size="lg" aria-label={t("save")} onClick={() => setOpen(!open)}>
            <IconBookmark {...smallIcon} />
          </ActionIcon>
        </Popover.Target>
      </Tooltip>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") save.mutate();
          }}
        >
          <TextInput
            label={t("saveName")}
            maxLength={100}
            value={name}
            data-autofocus
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <ProblemAlert error={save.error} />
          <Button type="submit" size="xs" mt="xs" loading={save.isPending} disabled={name.trim() === ""}>
            {t("app:save")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
