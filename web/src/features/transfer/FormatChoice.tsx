import { Radio, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FORMATS, type ExportFormat } from "./api";

interface Props {
  value: ExportFormat;
  onChange: (format: ExportFormat) => void;
}

/** The forms of an export, each with what it is good for. */
export function FormatChoice({ value, onChange }: Props): ReactNode {
  const { t } = useTranslation("transfer");
  return (
    <Radio.Group
      label={t("format")}
      value={value}
      onChange={(chosen) => {
        const format = FORMATS.find((one) => one === chosen);
        if (format) onChange(format);
      }}
    >
      <Stack gap="sm" mt="xs">
        {FORMATS.map((format) => (
          <Radio
            key={format}
            value={format}
            label={t(`formats.${format}.name`)}
            description={t(`formats.${format}.detail`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
