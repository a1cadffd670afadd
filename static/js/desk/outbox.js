/* The outbox: decisions on their way. Each is kept before it is sent, until the newsroom has said what became of it. */

import * as store from "./store.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const PATIENCE_MS = 20000;
const TOO_MANY = 429;
const SIGNED_OUT = "You are signed out.";
const UNREADABLE = { news: "The newsroom did not take this.", rest: "Open the comment to see how it stands." };

export class Outbox {
  #prefix;
  #items = null;
  #token;
  #told;
  #made = 0;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #sending = false;
  #resolve = null;

  /* `token` returns the page's token against forged forms; `told` is called with what happens. */
  constructor(moderator, token, told) {
    this.#prefix = `newsroom.outbox.${moderator}.`;
    this.#token = token;
    this.#told = told;
    this.halted = "";
    this.retrying = false;
    this.mine = new Set(store.keysWith(this.#prefix));
    this.found = this.waiting.length;
    // Another tab of the same moderator has the same outbox.
    addEventListener("storage", () => (this.#items = null));
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    addEventListener("beforeunload", (event) => store.isFleeting() && event.preventDefault());
  }

  get items() {
    this.#items ??= store.keysWith(this.#prefix).map(store.read).filter(Boolean);
    return this.#items;
  }

  get waiting() {
    return this.items.filter((item) => !item.refused);
  }

  get refused() {
    return this.items.filter((item) => item.refused);
  }

  /* Items are sent in the order of their keys. */
  add(item) {
    const moment = String(Date.now()).padStart(15, "0");
    const key = `${this.#prefix}${moment}.${String(this.#made++).padStart(6, "0")}.${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    const kept = { ...item, key, tries: 0 };
    this.#keep(kept);
    this.mine.add(key);
    this.#send();
    this.#told.changed();
    return kept;
  }

  /* Take an item back. Once it was tried nobody knows whether it arrived: then it is undone after it was confirmed. */
  takeBack(key) {
    const item = store.read(key);
    if (!item) return false;
    if (item.tries) {
      this.#keep({ ...item, undo: true });
      return false;
    }
    this.forget(key);
    return true;
  }

  forget(key) {
    store.drop(key);
    this.#items = null;
    this.mine.delete(key);
    this.#told.changed();
  }

  /* Resolves when nothing is on its way any more. */
  emptied() {
    if (!this.waiting.length) return Promise.resolve();
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  hurry() {
    clearTimeout(this.#timer);
    this.#wait = FIRST_WAIT_MS;
    this.#send();
  }

  halt(words) {
    this.halted = words;
    this.#told.changed();
  }

  #keep(item) {
    store.keep(item.key, item);
    this.#items = null;
  }

  #next() {
    return this.waiting.find((item) => this.mine.has(item.key));
  }

  async #send() {
    if (this.#sending || this.halted) return;
    clearTimeout(this.#timer);
    this.#sending = true;
    try {
      for (let item = this.#next(); item && !this.halted; item = this.#next()) {
        if (!(await this.#deliver(item))) break;
      }
    } finally {
      this.#sending = false;
    }
    if (!this.waiting.length) {
      this.found = 0;
      this.#resolve?.();
    }
    this.#told.changed();
  }

  /* Return whether to go on with the next. */
  async #deliver(item) {
    this.#keep({ ...item, tries: item.tries + 1 });
    let answer;
    let words;
    try {
      answer = await fetch(item.url, {
        method: "POST",
        body: new URLSearchParams([...item.fields, ["csrfmiddlewaretoken", this.#token()]]),
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      words = await wordsOf(answer);
    } catch {
      return this.#later();
    }
    if (answer.status >= 500 || answer.status === TOO_MANY) return this.#later();
    if (answer.type === "opaqueredirect" || (answer.status === 403 && !words)) {
      this.halt(SIGNED_OUT);
      return false;
    }
    this.#wait = FIRST_WAIT_MS;
    this.retrying = false;
    this.#settle(item, answer.ok && words, words ?? UNREADABLE);
    return true;
  }

  #settle(item, confirmed, words) {
    const { undo } = store.read(item.key) ?? item;
    if (confirmed) {
      this.forget(item.key);
      this.#told.confirmed({ ...item, undo }, words);
    } else {
      this.#keep({ ...item, refused: words });
      this.#told.refused(item, words);
    }
  }

  #later() {
    this.retrying = true;
    this.#timer = setTimeout(() => this.#send(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    return false;
  }
}

async function wordsOf(answer) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? answer.json() : null;
}
