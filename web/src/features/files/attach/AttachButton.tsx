import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCamera, IconPaperclip, IconPhoto } from "@tabler/icons-react";
import { useRef, type ChangeEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon, smallIcon } from "@/shared/ui/icon";

interface Props {
  onFiles: (files: readonly File[]) => void;
}

/** Opens the device's own choice of files; on phones and tablets also the camera. */
export function AttachButton({ onFiles }: Props): ReactNode {
  const { t } = useTranslation("files");
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    onFiles([...(currentTarget.files ?? [])]);
    // The same file chosen again is a change too.
    currentTarget.value = "";
  };
  const label = t("attach");
  return (
    <>
      {matchMedia("(pointer: coarse)").matches ? (
        <Menu position="top-start">
          <Menu.Target>
            <ActionIcon size="lg" aria-label={label}>
              <IconPaperclip {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPhoto {...smallIcon} />} onClick={() => files.current?.click()}>
              {t("choose")}
            </Menu.Item>
            <Menu.Item leftSection={<IconCamera {...smallIcon} />} onClick={() => camera.current?.click()}>
              {t("camera")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Tooltip label={label}>
          <ActionIcon size="lg" aria-label={label} onClick={() => files.current?.click()}>
            <IconPaperclip {...icon} />
          </ActionIcon>
        </Tooltip>
      )}
      <input ref={files} type="file" multiple hidden tabIndex={-1} aria-label={t("choose")} onChange={take} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        tabIndex={-1}
        aria-label={t("camera")}
        onChange={take}
      />
    </>
  );
}
