// Picking words in the text for a form with `start`, `end` and `words`: by mouse, or by arrow keys, word by word.

import { say } from "../live.ts";
import type { Span } from "./layout.ts";
import { TextOnPage } from "./page.ts";
import { covers } from "./show.ts";

interface Fields {
  start: HTMLInputElement;
  end: HTMLInputElement;
  words: HTMLInputElement | HTMLTextAreaElement;
}

function fieldsOf(form: HTMLFormElement): Fields | undefined {
  const [start, end, words] = ["start", "end", "words"].map((name) => form.elements.namedItem(name));
  const numbers = start instanceof HTMLInputElement && end instanceof HTMLInputElement;
  const shown = words instanceof HTMLInputElement || words instanceof HTMLTextAreaElement;
  return numbers && shown ? { start, end, words } : undefined;
}

/** One picking at a time. */
export class Picker {
  private form: HTMLFormElement | undefined;
  private word = 0;
  private anchor = 0;

  constructor(private readonly text: TextOnPage, private readonly missed: HTMLFormElement | null) {
    text.root.addEventListener("keydown", (event) => this.key(event));
    text.root.addEventListener("pointerup", () => setTimeout(() => this.marked(), 0));
  }

  begin(form: HTMLFormElement): void {
    const fields = fieldsOf(form);
    if (!fields) return;
    this.form = form;
    const root = this.text.root;
    root.dataset.picking = "";
    root.tabIndex = 0;
    root.focus({ preventScroll: true });
    const from = Number(fields.start.value || this.near(form));
    this.word = this.anchor = this.text.layout.wordAt(this.text.layout.indexAt(from));
    this.mark();
    say("Picking words. Arrow keys move by word, with Shift they extend; Enter takes the words, Escape leaves.");
  }

  /** Where the claim of a form stands in the text: there the picking begins. */
  private near(form: HTMLFormElement): string {
    const claim = form.closest<HTMLElement>("[data-item][data-show]")?.dataset.show ?? "";
    const segments = [...this.text.root.querySelectorAll<HTMLElement>("[data-s]")];
    return segments.find((segment) => covers(claim, segment.dataset.s!))?.dataset.b ?? "0";
  }

  private mark(): void {
    const words = this.text.layout.words;
    const [first, last] = [words[Math.min(this.word, this.anchor)], words[Math.max(this.word, this.anchor)]];
    if (first && last) this.text.mark(first.from, last.to);
  }

  private key(event: KeyboardEvent): void {
    if (!this.form) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key];
    if (step !== undefined) {
      const last = this.text.layout.words.length - 1;
      this.word = Math.max(0, Math.min(last, this.word + step));
      if (!event.shiftKey) this.anchor = this.word;
      this.mark();
      const span = this.text.marked();
      if (span) say(span.words);
    } else if (event.key === "Enter") {
      const span = this.text.marked();
      if (span) this.take(span);
    } else if (event.key === "Escape") {
      this.leave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private marked(): void {
    const span = this.text.marked();
    if (!span) return;
    if (this.form) return this.take(span);
    if (!this.missed) return;
    fill(this.missed, span);
    this.missed.closest("details")?.setAttribute("open", "");
    say(`Marked: ${span.words}. The form for a missed claim is open.`);
  }

  private take(span: Span): void {
    fill(this.form!, span);
    this.leave();
    say(`Taken: ${span.words}`);
  }

  private leave(): void {
    const form = this.form;
    this.form = undefined;
    delete this.text.root.dataset.picking;
    this.text.root.removeAttribute("tabindex");
    getSelection()?.removeAllRanges();
    form?.querySelector<HTMLElement>("button[type=submit], button:not([type])")?.focus();
  }
}

function fill(form: HTMLFormElement, span: Span): void {
  const fields = fieldsOf(form);
  if (!fields) return;
  fields.start.value = String(span.start);
  fields.end.value = String(span.end);
  fields.words.value = span.words.replace(/\s+/g, " ");
}

/** Gives each `[data-pick]` form its button. */
export function startPick(): void {
  const root = document.querySelector<HTMLElement>("[data-text]");
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-pick]")];
  if (!root || forms.length === 0) return;
  const picker = new Picker(new TextOnPage(root), forms.find((form) => form.dataset.pick === "auto") ?? null);
  for (const form of forms) {
    const fields = fieldsOf(form);
    if (!fields) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick";
    button.textContent = "Pick words in the text";
    button.addEventListener("click", () => picker.begin(form));
    (fields.words.closest("p, .field") ?? fields.words).after(button);
    // Numbers of bytes are for those without the button; without words, sending begins the picking.
    const numbers = fields.start.closest<HTMLElement>("p, .row");
    if (!numbers?.contains(fields.end) || numbers.contains(fields.words)) continue;
    numbers.hidden = true;
    const needed = fields.start.required;
    fields.start.required = fields.end.required = false;
    form.addEventListener("submit", (event) => {
      if (!needed || fields.start.value !== "") return;
      event.preventDefault();
      picker.begin(form);
    });
  }
}
