import { Fieldset } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { labels } from "@/app/theme";

import classes from "./ColourChoice.module.css";

/** What things can be told apart by; the server knows them by the same names. */
export type Colour = keyof typeof labels;

const COLOURS = Object.keys(labels) as Colour[];

/** A folder's or tag's colour; the name beside it says what it is. */
export function Dot({ colour }: { colour: Colour | null }): ReactNode {
  const background = colour === null ? undefined : `var(--cs-label-${colour})`;
  return <span aria-hidden="true" className={classes.dot} style={{ background }} />;
}

interface Props {
  label: string;
  value: Colour | null;
  onChange: (colour: Colour | null) => void;
}

/** One of the colours, or none: radio buttons, so that arrow keys go from one to the next. */
export function ColourChoice({ label, value, onChange }: Props): ReactNode {
  const { t } = useTranslation("order");
  const name = useId();
  return (
    <Fieldset variant="unstyled" legend={label}>
      <div className={classes.swatches}>
        {([null, ...COLOURS] as const).map((colour) => {
          const title = colour === null ? t("folders.noColour") : t(`colours.${colour}`);
          return (
            <label key={colour ?? "none"} className={classes.swatch} title={title}>
              <input
                type="radio"
                name={name}
                aria-label={title}
                checked={value === colour}
                onChange={() => onChange(colour)}
              />
              {colour === null ? (
                <span aria-hidden="true" className={`${classes.dot} ${classes.none}`} />
              ) : (
                <Dot colour={colour} />
              )}
            </label>
          );
        })}
      </div>
    </Fieldset>
  );
}
