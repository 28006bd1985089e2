// Telling people who do not see the page what happened: one status element per page.

export function say(message: string): void {
  let place = document.querySelector<HTMLElement>("[data-live]");
  if (!place) {
    place = document.createElement("div");
    place.setAttribute("role", "status");
    place.dataset.live = "";
    document.body.append(place);
  }
  place.textContent = message;
}

/** Whether the reader asked for stillness. */
export function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
