/* Claims: the card in the frame is taken, renewed while it can be seen, and let go of when it is left. */

const LOOK_MS = 9000;
/* A card of one's own is renewed at every fifth look, one that a colleague has is asked for at each. */
const RENEWED = 5;
const MOST_BESIDE = 50;

export class Claims {
  #url;
  #token;
  #deck;
  #told;
  #taken = "";
  #wanted = "";
  #busy = false;
  #looks = 0;

  constructor(url, token, deck, told) {
    this.#url = url;
    this.#token = token;
    this.#deck = deck;
    this.#told = told;
    setInterval(() => this.#look(), LOOK_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.take(this.#deck.comment));
    addEventListener("pagehide", () => this.#taken && navigator.sendBeacon(url, this.#form({ left: this.#taken })));
    addEventListener("pageshow", (event) => event.persisted && this.take(this.#deck.comment));
  }

  /* Take a card that is displayed; of several in a row only the last is asked for. */
  async take(comment) {
    this.#wanted = comment;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wanted) {
      const asked = this.#wanted;
      this.#wanted = "";
      await this.#ask(asked);
    }
    this.#busy = false;
  }

  #look() {
    const isDue = "claimed" in this.#deck.facts || ++this.#looks % RENEWED === 0;
    if (isDue && !document.hidden) this.take(this.#deck.comment);
  }

  async #ask(comment) {
    // What is being decided is let go of by the decision itself: before that it is nobody else's.
    const left = this.#taken !== comment && !this.#deck.isAway(this.#taken) ? this.#taken : "";
    const beside = this.#deck.rows.filter((row) => !row.hidden).map((row) => row.dataset.comment);
    this.#taken = comment;
    try {
      const answer = await fetch(this.#url, {
        method: "POST",
        body: this.#form({ comment, left, beside: beside.slice(0, MOST_BESIDE).join() }),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.ok) this.#told(comment, await answer.json());
    } catch {
      /* Without a connection nobody has the card; a decision on it is as safe as ever. */
    }
  }

  #form(fields) {
    return new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.#token() });
  }
}

/* Say in the rows who has what. */
export function mark(rows, beside) {
  for (const row of rows) {
    const holder = beside[row.dataset.comment];
    row.classList.toggle("queue__item--claimed", Boolean(holder));
    row.querySelector(".queue__claim")?.remove();
    if (!holder) continue;
    const claim = document.createElement("span");
    claim.className = "queue__claim";
    claim.textContent = `${holder} · `;
    row.querySelector(".queue__why")?.prepend(claim);
  }
}
