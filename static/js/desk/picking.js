/* Picking: x selects the row of the card in the frame; with shift all rows from the one that was selected last. */

export class Picking {
  #deck;
  #say;
  #last = null;

  /* `say` says a text aloud. */
  constructor(deck, say) {
    this.#deck = deck;
    this.#say = say;
  }

  /* Return whether there was a row to select. */
  pick({ isRange }) {
    const boxes = this.#deck.rows.filter((row) => !row.hidden).map((row) => row.querySelector("[type=checkbox]"));
    const box = this.#deck.row?.querySelector("[type=checkbox]");
    if (!box) return false;
    const first = isRange && this.#last?.isConnected ? this.#last : box;
    const [from, to] = [boxes.indexOf(first), boxes.indexOf(box)].sort((a, b) => a - b);
    const isOn = isRange || !box.checked;
    for (const each of boxes.slice(from, to + 1)) {
      if (each.checked === isOn) continue;
      each.checked = isOn;
      each.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.#last = box;
    this.#say(`${boxes.filter((each) => each.checked).length} selected.`);
    return true;
  }
}
