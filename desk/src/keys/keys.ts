// Keys of a page: those that modules bind, and whatever carries `data-key`; `?` lists them all.

export interface Binding {
  key: string;
  label: string;
  /** Gives false if there was nothing to do, so that the key stays the browser's. */
  run: () => boolean | void;
}

const bindings: Binding[] = [];

export function bind(key: string, label: string, run: Binding["run"]): void {
  bindings.push({ key, label, run });
}

/** True while keys belong to what the person is typing or picking in. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("[data-picking]")) return true;
  const field = target.closest("input, textarea, select, [contenteditable]");
  const kind = field instanceof HTMLInputElement ? field.type : "text";
  return Boolean(field) && !["checkbox", "radio", "button", "submit"].includes(kind);
}

export function nameOf(element: HTMLElement): string {
  const label = (element as HTMLInputElement).labels?.[0]?.textContent;
  const name = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? label ?? element.textContent ?? "";
  return name.replace(/\s+/g, " ").trim();
}

/** Does what an element is for: opens what hides it, then focuses a field or presses the rest. */
export function activate(element: HTMLElement): void {
  for (let box = element.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  if (element.matches("input:not([type=submit], [type=button]), textarea, select")) element.focus();
  else element.click();
}

let before = "";

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const two = `${before} ${event.key}`;
  before = event.key;
  const found = bindings.find((one) => one.key === two) ?? bindings.find((one) => one.key === event.key);
  if (found && found.run() !== false) event.preventDefault();
}

function help(): void {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys on this page";
  const list = document.createElement("dl");
  for (const { key, label } of bindings) {
    const [term, sign, text] = [document.createElement("dt"), document.createElement("kbd"), document.createElement("dd")];
    sign.textContent = key;
    term.append(sign);
    text.textContent = label;
    list.append(term, text);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(title, list, close);
  document.body.append(dialog);
  dialog.showModal();
}

/** Binds `data-key` elements and writes each key beside its element, for those who see. */
function bindElements(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset.key!;
    bind(key, nameOf(element), () => activate(element));
    element.setAttribute("aria-keyshortcuts", key);
    if (!element.matches("a, button, summary") || element.closest("nav")) continue;
    const sign = document.createElement("kbd");
    sign.textContent = key;
    sign.setAttribute("aria-hidden", "true");
    element.append(" ", sign);
  }
}

/** Last of all, so that the list has what the modules bound. */
export function startKeys(): void {
  bindElements();
  bind("?", "This list", help);
  document.addEventListener("keydown", press);
}
