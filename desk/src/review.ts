// Review by keyboard: keys act on the claim that has the focus. Every act is a form of the page; nothing is sent otherwise.

import { activate, bind } from "./keys/keys.ts";
import { current } from "./keys/list.ts";
import { say } from "./live.ts";

function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-item][data-show]")];
}

function form(card: HTMLElement, act: string): HTMLFormElement | null {
  return card.querySelector<HTMLFormElement>(`form[data-act="${act}"]`);
}

/** Sends the current claim's form of an act; the page that comes back begins at the claim after it. */
function send(act: string): boolean {
  const card = current(cards());
  const wanted = card && form(card, act);
  if (!card || !wanted) {
    say("First choose a claim with j or k");
    return false;
  }
  wanted.requestSubmit();
  return true;
}

/** Opens the current claim's form of an act at its first field. */
function open(act: string): boolean {
  const card = current(cards());
  const wanted = card && form(card, act);
  const field = wanted?.querySelector<HTMLElement>("select, textarea, input:not([type=hidden])");
  if (!field) say("First choose a claim with j or k");
  else activate(field);
  return Boolean(field);
}

/** Writes the keys on the buttons of each claim. */
function showKeys(root: HTMLElement): void {
  const places: [string, string][] = [
    ["a", "form[data-act=accept] button"],
    ["r", "form[data-act=reject] button"],
    ["u", "form[data-act=undo] button"],
    ["p", "form[data-act=correct] .pick"],
    ["m", "form[data-act=add] .pick"],
  ];
  for (const [key, place] of places) {
    for (const button of root.querySelectorAll(place)) {
      const sign = document.createElement("kbd");
      sign.textContent = key;
      sign.setAttribute("aria-hidden", "true");
      button.append(" ", sign);
    }
  }
}

export function startReview(): void {
  const root = document.querySelector<HTMLElement>("[data-review]");
  if (!root) return;
  showKeys(root);
  bind("a", "Accept the claim", () => send("accept"));
  bind("r", "Reject the claim", () => send("reject"));
  bind("c", "Correct a field of the claim", () => open("correct"));
  bind("n", "Note on the claim", () => open("note"));
  bind("p", "Pick words in the text for the correction", () => {
    const card = current(cards());
    const button = (card ?? root).querySelector<HTMLElement>("form[data-act=correct] .pick");
    if (button) activate(button);
    return Boolean(button);
  });
  const missed = root.querySelector<HTMLElement>("form[data-act=add] .pick");
  if (missed) bind("m", "Add a missed claim: mark its words", () => activate(missed));
  const undo = root.querySelector<HTMLFormElement>("form[data-act=undo]");
  if (undo) bind("u", "Undo your last act", () => undo.requestSubmit());
  root.addEventListener("submit", (event) => {
    const card = (event.target as Element).closest<HTMLElement>("[data-item][data-show]");
    const all = cards();
    const act = (event.target as HTMLElement).dataset.act;
    const back = (event.target as HTMLFormElement).elements.namedItem("back");
    if (!card || !(back instanceof HTMLInputElement)) return;
    const on = act === "accept" || act === "reject" ? (all[all.indexOf(card) + 1] ?? card) : card;
    back.value = `${location.pathname}${location.search}#${on.id}`;
  });
}
