import { Button, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { breakpoints } from "@/app/theme";
import { smallIcon } from "@/shared/ui/icon";

import { isNarrowed, type SearchFilter } from "./filter";
import classes from "./SearchPage.module.css";

// The page's first load has no room for them.
const FilterFields = lazy(() => import("./FilterFields"));

export interface SearchFiltersProps {
  filter: SearchFilter;
  onChange: (changes: SearchFilter) => void;
}

const PHONE = `(max-width: ${breakpoints.phone}px)`;

/** Where to search; on a phone folded away until it is wanted. */
export function SearchFilters(props: SearchFiltersProps): ReactNode {
  const { t } = useTranslation("search");
  const phone = useMediaQuery(PHONE, matchMedia(PHONE).matches, { getInitialValueInEffect: false });
  const [open, setOpen] = useState(isNarrowed(props.filter));
  if (!phone) return <Fields {...props} />;
  return (
    <>
      <div>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconAdjustmentsHorizontal {...smallIcon} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("filter.legend")}
        </Button>
      </div>
      {open && <Fields {...props} />}
    </>
  );
}

/** Their place is held until they are there. */
function Fields(props: SearchFiltersProps): ReactNode {
  const { t } = useTranslation("search");
  const coming = (
    <div className={classes.filters}>
      <TextInput label={t("filter.role")} readOnly />
    </div>
  );
  return (
    <Suspense fallback={coming}>
      <FilterFields {...props} />
    </Suspense>
  );
}
