import { Button, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import {
  lazy,
  Suspense,
  useDeferredValue,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { messagesQuery, titlesQuery } from "./api";
import { isNarrowed, LONGEST, type SearchFilter } from "./filter";
import { SearchFilters } from "./SearchFilters";
import { MessageRow, TitleRow } from "./SearchHit";
import classes from "./SearchPage.module.css";

/** As quick as the server answers, and no request for every letter of a fast hand. */
const TYPING_MS = 150;

// Menus of choices come after the page, as the filters do.
const SortChoice = lazy(() => import("./SortChoice"));

/** Search over all one's messages. What is searched for is in the address. */
export function SearchPage(): ReactNode {
  const { t } = useTranslation("search");
  const filter = useSearch({ from: "/app/search" });
  const navigate = useNavigate({ from: "/search" });
  const page = useRef<HTMLDivElement>(null);

  const change = (changes: SearchFilter): void => {
    void navigate({ search: (before: SearchFilter) => ({ ...before, ...changes }), replace: true });
  };
  return (
    // Arrow keys are an addition: everything is reachable by Tab.
    <div
      ref={page}
      className={classes.page}
      role="presentation"
      onKeyDown={(event) => moveFocus(event, page.current)}
    >
      <PageHeader title={t("title")} />
      <search className={classes.head}>
        <Words q={filter.q ?? ""} onChange={(q) => change({ q })} />
        <SearchFilters filter={filter} onChange={change} />
      </search>
      {filter.q === undefined ? <Hints /> : <Hits filter={{ ...filter, q: filter.q }} onChange={change} />}
    </div>
  );
}

function Words({ q, onChange }: { q: string; onChange: (q: string | undefined) => void }): ReactNode {
  const { t } = useTranslation("search");
  const [typed, setTyped] = useState(q);
  const [applied, setApplied] = useState(q);
  // The address changed by itself (back, a link): the field follows.
  if (q !== applied) {
    setApplied(q);
    if (q !== typed.trim()) setTyped(q);
  }
  const apply = useDebouncedCallback((text: string) => {
    const words = text.trim();
    setApplied(words);
    onChange(words === "" ? undefined : words);
  }, TYPING_MS);
  return (
    <TextInput
      type="search"
      size="md"
      aria-label={t("label")}
      placeholder={t("placeholder")}
      leftSection={<IconSearch {...icon} />}
      maxLength={LONGEST}
      data-autofocus
      autoFocus={!matchMedia("(pointer: coarse)").matches}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        apply(currentTarget.value);
      }}
    />
  );
}

function Hits({
  filter,
  onChange,
}: {
  filter: SearchFilter & { q: string };
  onChange: (changes: SearchFilter) => void;
}): ReactNode {
  const { t } = useTranslation("search");
  const messages = useInfiniteQuery(messagesQuery(filter));
  // Titles have no date and no speaker: narrowed down, only messages are meant.
  const { data: found } = useQuery({ ...titlesQuery(filter.q), enabled: !isNarrowed(filter) });
  const titles = isNarrowed(filter) ? [] : (found ?? []);
  // The first hits are drawn in steps: nobody's next letter waits for them.
  const pending = useDeferredValue(messages.isPending) || messages.isPending;
  if (pending) return <RowsSkeleton />;
  const pages = messages.data?.pages ?? [];
  const hits = pages.flatMap((each) => each.items);
  const corrections = pages[0]?.corrections ?? [];
  const nothing = messages.isSuccess && hits.length === 0 && titles.length === 0;
  return (
    <div className={classes.results} data-old={messages.isPlaceholderData || undefined}>
      <div className={classes.summary}>
        <p role="status" className={classes.status}>
          {nothing
            ? t("nothing.title", { q: filter.q })
            : t(messages.hasNextPage ? "countMore" : "count", { count: hits.length })}
          {corrections.length > 0 && ` ${t("corrections", { words: corrections.join(", ") })}`}
        </p>
        {hits.length > 0 && (
          <Suspense fallback={<TextInput aria-label={t("filter.sort")} readOnly />}>
            <SortChoice sort={filter.sort} onChange={(sort) => onChange({ sort })} />
          </Suspense>
        )}
      </div>
      {nothing && <Text c="dimmed">{t(isNarrowed(filter) ? "nothing.narrowed" : "nothing.detail")}</Text>}
      {titles.length > 0 && (
        <section aria-label={t("titles")}>
          <h2 className={classes.heading}>{t("titles")}</h2>
          <ul className={classes.list}>
            {titles.map((hit) => (
              <TitleRow key={hit.conversation_id} hit={hit} />
            ))}
          </ul>
        </section>
      )}
      {hits.length > 0 && (
        <section aria-label={t("messages")}>
          <h2 className={classes.heading}>{t("messages")}</h2>
          <ul className={classes.list}>
            {hits.map((hit) => (
              <MessageRow key={hit.message_id} hit={hit} />
            ))}
          </ul>
        </section>
      )}
      <ProblemAlert
        error={messages.error}
        onRetry={() => void (messages.isFetchNextPageError ? messages.fetchNextPage() : messages.refetch())}
      />
      {messages.hasNextPage && messages.error === null && (
        <div>
          <Button
            variant="default"
            loading={messages.isFetchingNextPage}
            onClick={() => void messages.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </div>
      )}
      {!messages.hasNextPage && pages.at(-1)?.complete === false && (
        <div className={classes.rest}>
          <Text c="dimmed">{t("onlyNewest")}</Text>
          <Button variant="default" onClick={() => onChange({ sort: "newest" })}>
            {t("sortByDate")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Hints(): ReactNode {
  const { t } = useTranslation("search");
  return (
    <div className={classes.hints}>
      <Text>{t("hints.intro")}</Text>
      <dl className={classes.examples}>
        {(["words", "phrase", "without"] as const).map((hint) => (
          <div key={hint}>
            <dt>{t(`hints.${hint}.example`)}</dt>
            <dd>{t(`hints.${hint}.means`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Arrow keys go from the field into the hits and from hit to hit; up from the first one is back in the field. */
function moveFocus(event: KeyboardEvent, page: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || page === null || !(event.target instanceof HTMLElement)) return;
  const field = page.querySelector<HTMLElement>("input[type=search]");
  const hits = [...page.querySelectorAll<HTMLElement>("[data-hit]")];
  const at = hits.indexOf(event.target);
  if (at === -1 && event.target !== field) return;
  const next = at + step < 0 ? field : hits[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
