import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, setLanguage, type Language } from "@/shared/i18n";
import { useSession } from "@/shared/session";
import { Logo } from "@/shared/ui/Logo";
import { useDocumentTitle } from "@/shared/ui/PageHeader";

import classes from "./EntryLayout.module.css";

interface Props {
  title: string;
  detail?: ReactNode;
  children?: ReactNode;
  /** The other ways on. */
  footer?: ReactNode;
}

/** The pages before sign-in: one column, one task. */
export function EntryLayout({ title, detail, children, footer }: Props): ReactNode {
  const { t } = useTranslation();
  const stranger = useSession((state) => state.status !== "signed-in");
  useDocumentTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Link to="/" className={classes.home} aria-label={t("name")}>
          <Logo />
        </Link>
      </header>
      <main className={classes.column}>
        <h1 className={classes.title}>{title}</h1>
        {detail !== undefined && (
          <Text size="md" c="dimmed" mb="lg">
            {detail}
          </Text>
        )}
        {children}
        {footer !== undefined && <div className={classes.footer}>{footer}</div>}
      </main>
      {stranger && <LanguageSwitch />}
    </div>
  );
}

/** On a phone it is below the page. */
const show = (notice: HTMLElement | null): void => notice?.scrollIntoView({ block: "nearest" });

/** For strangers; a person's own language is a setting of theirs. */
function LanguageSwitch(): ReactNode {
  const { t } = useTranslation();
  const [absent, setAbsent] = useState(false);
  const choose = async (language: Language): Promise<void> => {
    try {
      await setLanguage(language);
      setAbsent(false);
    } catch {
      // Its texts come from the server, like those of every page.
      setAbsent(true);
    }
  };
  return (
    <footer>
      <div className={classes.languages} role="group" aria-label={t("account.language")}>
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            className={classes.language}
            aria-pressed={currentLanguage() === language}
            onClick={() => void choose(language)}
          >
            {LANGUAGE_NAMES[language]}
          </button>
        ))}
      </div>
      {absent && (
        <Text role="alert" size="sm" px="sm" ta="center" ref={show}>
          {t("problem.unreachable.title")}. {t("problem.unreachable.detail")}
        </Text>
      )}
    </footer>
  );
}
