// `j` and `k` move along the list of a page: claims of a report, incidents, the queue.

import { bind } from "./keys.ts";

function focusable(item: HTMLElement): HTMLElement | null {
  return item.matches("a, button, [tabindex]") ? item : item.querySelector("a, button, [tabindex]");
}

/** The item that has the focus, or none. */
export function current(items: HTMLElement[]): HTMLElement | undefined {
  return items.find((item) => item.contains(document.activeElement));
}

export function focusItem(item: HTMLElement | undefined): boolean {
  if (!item) return false;
  focusable(item)?.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  return true;
}

export function startLists(): void {
  const all = () => [...document.querySelectorAll<HTMLElement>("[data-item]")];
  if (all().length === 0) return;
  const move = (step: number) => () => {
    const items = all();
    const here = items.findIndex((item) => item.contains(document.activeElement));
    return focusItem(items[here < 0 ? (step > 0 ? 0 : items.length - 1) : here + step]);
  };
  bind("j", "Next in the list", move(1));
  bind("k", "Previous in the list", move(-1));
}
