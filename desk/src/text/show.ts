// Which words a claim, or one field of it, rests on: hover and focus of `[data-show]` mark them in the text.

/** Whether a segment's `data-s` has what is asked for: `c01.place` is one field, `c01` every field of a claim. */
export function covers(wanted: string, tokens: string): boolean {
  return tokens.split(" ").some((token) => token === wanted || (!wanted.includes(".") && token.startsWith(`${wanted}.`)));
}

/** Whether a segment is words of a field, not only part of a sentence that is evidence. */
export function isField(wanted: string, tokens: string): boolean {
  return tokens.split(" ").some((token) => covers(wanted, token) && !token.endsWith(".evidence"));
}

/** Names of the fields of a claim whose words end with a segment, by its own tokens and those of the next. */
export function labels(claim: string, tokens: string, next: string): string {
  const after = next.split(" ");
  const ends = (token: string) => token.startsWith(`${claim}.`) && !token.endsWith(".evidence") && !after.includes(token);
  const fields = tokens.split(" ").filter(ends);
  return fields.map((token) => token.slice(claim.length + 1).replaceAll("_", " ")).join(", ");
}

/** Marks what is wanted; each field's name is written behind its words if the claim is chosen, not only pointed at. */
function mark(wanted: string | undefined, named: boolean): void {
  for (const segment of document.querySelectorAll<HTMLElement>("[data-s]")) {
    const tokens = segment.dataset.s!;
    if (wanted && covers(wanted, tokens)) segment.dataset.on = isField(wanted, tokens) ? "field" : "evidence";
    else delete segment.dataset.on;
    const next = segment.nextElementSibling instanceof HTMLElement ? (segment.nextElementSibling.dataset.s ?? "") : "";
    const label = wanted && named ? labels(wanted, tokens, next) : "";
    if (label) segment.dataset.label = label;
    else delete segment.dataset.label;
  }
}

function wantedOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-show]")?.dataset.show : undefined;
}

export function startShow(): void {
  if (!document.querySelector("[data-show]") || !document.querySelector("[data-s]")) return;
  let focused: string | undefined;
  let drawn = "";
  const follow = (wanted: string | undefined) => {
    const named = wanted === focused;
    const now = `${wanted} ${named}`;
    if (now !== drawn) mark(wanted, named);
    drawn = now;
  };
  document.addEventListener("mouseover", (event) => follow(wantedOf(event.target) ?? focused));
  document.addEventListener("focusin", (event) => {
    focused = wantedOf(event.target) ?? focused;
    follow(focused);
  });
  // From the words to the card: the first claim that a segment belongs to.
  document.addEventListener("click", (event) => {
    const claim = (event.target as Element).closest<HTMLElement>("[data-s]")?.dataset.s?.split(".")[0];
    if (!claim || !getSelection()?.isCollapsed) return;
    document.querySelector(`[data-show="${CSS.escape(claim)}"]`)?.scrollIntoView({ block: "nearest" });
    focused = claim;
    follow(focused);
  });
}
