/* Notes: what somebody writes on a card stays with its comment, in this tab, until a decision has taken it along. */

const FIELD = ".decide [name=note]";

export class Notes {
  #prefix;

  /* `current` returns the comment of the card in the frame. */
  constructor(moderator, current) {
    this.#prefix = `newsroom.note.${moderator}.`;
    document.addEventListener("input", ({ target }) => target.matches(FIELD) && this.keep(current(), target.value));
  }

  keep(comment, text) {
    try {
      if (text) sessionStorage.setItem(this.#prefix + comment, text);
      else sessionStorage.removeItem(this.#prefix + comment);
    } catch {
      /* Storage may be forbidden: then a note stands on its card alone. */
    }
  }

  /* Put it back into the card in the frame, unless something stands there. */
  give(comment) {
    const field = document.querySelector(FIELD);
    if (!field || field.value) return;
    try {
      field.value = sessionStorage.getItem(this.#prefix + comment) ?? "";
    } catch {
      return;
    }
    if (field.value) field.closest("details").open = true;
  }
}

/* The note that was sent with a decision, "" where there was none. */
export const noteOf = ({ fields }) => fields.find(([name]) => name === "note")?.[1].trim() ?? "";
