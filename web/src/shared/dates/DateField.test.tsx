import { Button, Modal } from "@mantine/core";
import { useForm } from "@mantine/form";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";

import { loadAreas, setLanguage } from "@/shared/i18n";

import { renderAlone } from "../../../test/render";
import { DateField } from "./DateField";

/** A field whose day somebody keeps. */
function Kept({
  day,
  required,
  told,
}: {
  day: string;
  required?: boolean;
  told: (day: string) => void;
}): ReactNode {
  const [value, setValue] = useState(day);
  return (
    <DateField
      label="Since"
      value={value}
      {...(required && { required })}
      onChange={(next) => {
        told(next);
        setValue(next);
      }}
    />
  );
}

async function draw(
  day = "2026-11-21",
  required = false,
): Promise<ReturnType<typeof vi.fn<(day: string) => void>>> {
  await loadAreas("en", ["dates"]);
  const told = vi.fn<(day: string) => void>();
  renderAlone(<Kept day={day} required={required} told={told} />);
  return told;
}

const field = (): HTMLElement => screen.getByLabelText("Since");
const open = (): Promise<void> => userEvent.click(screen.getByLabelText("Since: choose in a calendar"));
const day = (name: string): HTMLElement => screen.getByLabelText(name);

describe("a field for a day", () => {
  it("takes what is typed when it is left, and says when it is no date", async () => {
    const told = await draw();
    expect(field()).toHaveValue("Nov 21, 2026");
    await userEvent.clear(field());
    await userEvent.type(field(), "12/3/26");
    expect(told).not.toHaveBeenCalled();
    await userEvent.tab();
    expect(told).toHaveBeenLastCalledWith("2026-12-03");
    expect(field()).toHaveValue("Dec 3, 2026");
    await userEvent.clear(field());
    await userEvent.type(field(), "31.12.2026{Enter}");
    expect(field()).toHaveAccessibleDescription("This is not a date. Write it like Nov 30, 2026.");
    expect(field()).toBeInvalid();
    await userEvent.clear(field());
    await userEvent.tab();
    expect(field()).toBeValid();
    expect(told.mock.calls).toEqual([["2026-12-03"], [""]]);
  });

  it("keeps what it must not lose, and shows no day that there is not", async () => {
    const told = await draw("2026-11-21", true);
    await userEvent.clear(field());
    await userEvent.tab();
    expect(field()).toHaveValue("Nov 21, 2026");
    expect(told).not.toHaveBeenCalled();
  });

  it("speaks the person's language", async () => {
    await loadAreas("de", ["dates"]);
    await draw("2026-03-01");
    await setLanguage("de");
    expect(await screen.findByDisplayValue("01.03.2026")).toBe(field());
    expect(field()).toHaveAttribute("placeholder", "TT.MM.JJJJ");
    await userEvent.click(screen.getByRole("button", { name: "Since: im Kalender auswählen" }));
    const names = within(await screen.findByRole("grid", { name: "März 2026" })).getAllByRole("columnheader");
    expect(names[0]).toHaveTextContent("Mo");
    expect(day("Sonntag, 1. März 2026").closest("td")).toHaveAttribute("aria-selected", "true");
    await setLanguage("en");
  });

  it("is chosen by hand", async () => {
    const told = await draw();
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Next month" }));
    expect(screen.getByRole("grid", { name: "December 2026" })).toBeInTheDocument();
    await userEvent.click(day("Thursday, December 24, 2026"));
    expect(told).toHaveBeenLastCalledWith("2026-12-24");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await open();
    await userEvent.click(screen.getByRole("button", { name: "No day" }));
    expect(told).toHaveBeenLastCalledWith("");
    expect(field()).toHaveValue("");
  });

  it("is walked by keys alone", async () => {
    const told = await draw();
    await userEvent.click(field());
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(day("Saturday, November 21, 2026")).toHaveFocus());
    for (const [keys, at] of [
      ["{ArrowRight}", "Sunday, November 22, 2026"],
      ["{ArrowDown}{ArrowDown}", "Sunday, December 6, 2026"],
      ["{End}", "Saturday, December 12, 2026"],
      ["{Home}{ArrowUp}{ArrowLeft}", "Saturday, November 28, 2026"],
      ["{PageDown}", "Monday, December 28, 2026"],
      ["{Shift>}{PageUp}{/Shift}{PageUp}", "Friday, November 28, 2025"],
    ] as const) {
      await userEvent.keyboard(keys);
      expect(day(at)).toHaveFocus();
    }
    await userEvent.keyboard("{Enter}");
    expect(told.mock.calls).toEqual([["2025-11-28"]]);
    await waitFor(() => expect(field()).toHaveFocus());
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(day("Friday, November 28, 2025")).toHaveFocus());
    await userEvent.keyboard("{ArrowLeft}{Escape}");
    await waitFor(() => expect(field()).toHaveFocus());
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("closes before the dialog that it stands in", async () => {
    await loadAreas("en", ["dates"]);
    const closed = vi.fn();
    renderAlone(
      <Modal opened onClose={closed} title="Dates" transitionProps={{ duration: 0 }}>
        <DateField label="Since" value="2026-11-21" />
      </Modal>,
    );
    await open();
    await waitFor(() => expect(day("Saturday, November 21, 2026")).toHaveFocus());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("grid")).toBeNull());
    expect(closed).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it("does not let a form go with something that is no date", async () => {
    await loadAreas("en", ["dates"]);
    const sent = vi.fn();
    function Form(): ReactNode {
      const form = useForm({ initialValues: { since: "2026-11-21" } });
      return (
        <form onSubmit={form.onSubmit(sent)} noValidate>
          <DateField label="Since" {...form.getInputProps("since")} />
          <Button type="submit">Send</Button>
        </form>
      );
    }
    renderAlone(<Form />);
    await userEvent.clear(field());
    await userEvent.type(field(), "soon");
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    expect(sent).not.toHaveBeenCalled();
    expect(field()).toHaveFocus();
    await userEvent.clear(field());
    await userEvent.type(field(), "2026-12-01{Enter}");
    expect(sent).toHaveBeenCalledTimes(1);
    expect(sent.mock.calls[0]?.[0]).toEqual({ since: "2026-12-01" });
  });
});
