/* The outbox: decisions on their way. Each is kept before it is sent, until the newsroom has said what became of it.

   All tabs of one moderator have the same outbox. One of them at a time sends, whatever is in it; the others hear what
   became of it by what is kept. */

import * as store from "./store.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;
const PATIENCE_MS = 20000;
/* What has failed for so long lets the others go before it. */
const STUCK_MS = 20000;
/* So often it fails while others were taken: then the trouble is its own, and it is put aside. */
const MOST_ALONE = 3;
/* What became of an item is kept for the other tabs for so long. */
const TOLD_MS = 120000;
/* A page that is closed may send 64 KiB to the end, its claims among them (Fetch standard, keepalive). */
const KEEPALIVE_BYTES = 32 * 1024;
const TOO_MANY = 429;
const SIGNED_OUT = "You are signed out.";
const UNREADABLE = { news: "The newsroom did not take this.", rest: "Open the comment to see how it stands." };
const UNSENT = { news: "This could not be sent, though other decisions could.", rest: "Open the comment to see how it stands." };

export class Outbox {
  #prefix;
  #items = null;
  #token;
  #told;
  #heard = new Map();
  #made = 0;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #sending = false;
  #answered = 0;
  #resolve = null;

  /* `token` returns the page's token against forged forms; `told` is called with what happens, here or in another tab. */
  constructor(moderator, token, told) {
    this.#prefix = `newsroom.outbox.${moderator}.`;
    this.#token = token;
    this.#told = told;
    this.halted = "";
    this.retrying = false;
    for (const item of this.#stored()) {
      this.#heard.set(item.key, stateOf(item));
      if (Date.now() - item.over > TOLD_MS) store.drop(item.key);
    }
    this.found = this.waiting.length;
    addEventListener("storage", ({ key }) => (key ?? this.#prefix).startsWith(this.#prefix) && this.look(key ? [key] : []));
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    addEventListener("beforeunload", (event) => store.isFleeting() && event.preventDefault());
  }

  /* What is not over yet. */
  get items() {
    this.#items ??= this.#stored().filter((item) => !item.over);
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
    this.#send();
    this.#told.changed();
    return kept;
  }

  /* Take an item back: true where nobody has tried to send it. Once it was tried nobody knows whether it arrived: then
     it is undone after it was confirmed. */
  takeBack(key) {
    const item = store.read(key);
    if (item.tries) {
      this.#keep({ ...item, undo: true });
      return false;
    }
    this.#end({ ...item, back: true });
    this.#told.changed();
    return true;
  }

  has(key) {
    return this.items.some((item) => item.key === key);
  }

  forget(key) {
    store.drop(key);
    this.#items = null;
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
    this.look();
    this.#send();
  }

  halt(words) {
    this.halted = words;
    this.#told.changed();
  }

  /* Look what other tabs have done with these items. */
  look(keys) {
    this.#listen(keys);
    this.#rest();
  }

  #listen(keys = store.keysWith(this.#prefix)) {
    this.#items = null;
    for (const key of keys) this.#hear(store.read(key));
  }

  #hear(item) {
    if (!item || this.#heard.get(item.key) === stateOf(item)) return;
    this.#heard.set(item.key, stateOf(item));
    if (item.made) this.#told.confirmed(item, item.made, { isSender: false });
    else if (item.back) this.#told.returned(item);
    else if (item.refused) this.#told.refused(item, item.refused);
    else {
      this.#told.added(item);
      this.#send();
    }
  }

  #stored() {
    return store.keysWith(this.#prefix).map(store.read).filter(Boolean);
  }

  #keep(item) {
    store.keep(item.key, item);
    this.#heard.set(item.key, stateOf(item));
    this.#items = null;
  }

  #end(item) {
    this.#keep({ ...item, over: Date.now() });
    setTimeout(() => store.drop(item.key), TOLD_MS);
  }

  #next() {
    const waiting = this.waiting;
    const [leastTried] = waiting.filter(isStuck).sort((one, other) => one.tries - other.tries);
    return waiting.find((item) => !isStuck(item)) ?? leastTried;
  }

  async #send() {
    if (this.#sending || this.halted) return;
    clearTimeout(this.#timer);
    this.#sending = true;
    let isDone = false;
    try {
      isDone = await this.#alone(() => this.#drain());
    } finally {
      this.#sending = false;
    }
    if (isDone && this.waiting.length) this.#send();
    else this.#rest();
  }

  /* Wait until no other tab sends, but not for one that has stopped in the midst of it: what is sent twice is made once. */
  async #alone(send) {
    if (!navigator.locks) return send();
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      return await navigator.locks.request(this.#prefix, { signal: patience }, send);
    } catch (reason) {
      if (reason !== patience.reason) throw reason;
      return send();
    }
  }

  /* Return whether nothing was left. Another tab may have sent meanwhile what this one was about to. */
  async #drain() {
    this.#listen();
    for (let item = this.#next(); item; item = this.#next()) {
      if (this.halted || !(await this.#deliver(item.key))) return false;
    }
    return true;
  }

  #rest() {
    if (!this.waiting.length) {
      this.found = 0;
      this.retrying = false;
      this.#resolve?.();
    }
    this.#told.changed();
  }

  /* Return whether to go on with the next. */
  async #deliver(key) {
    const item = store.read(key);
    this.#items = null;
    if (!item || stateOf(item) !== WAITING) return true;
    this.#keep({ ...item, tries: item.tries + 1 });
    let answer;
    let words;
    try {
      answer = await posted(item.url, new URLSearchParams([...item.fields, ["csrfmiddlewaretoken", this.#token()]]));
      words = await wordsOf(answer);
    } catch {
      return this.#failed(item);
    }
    if (answer.status >= 500 || answer.status === TOO_MANY) return this.#failed(item);
    if (answer.type === "opaqueredirect" || (answer.status === 403 && !words)) {
      this.halt(SIGNED_OUT);
      return false;
    }
    this.#wait = FIRST_WAIT_MS;
    this.retrying = false;
    this.#answered = Date.now();
    this.#settle(item, answer.ok && words, words ?? UNREADABLE);
    return true;
  }

  #settle(sent, confirmed, words) {
    const item = store.read(sent.key) ?? sent;
    // Another tab may have sent it too, and was told first.
    if (item.made || item.refused) return;
    if (!confirmed) return item.back || this.#refuse(item, words);
    const made = { ...words, at: Date.now() };
    this.#end({ ...item, made });
    // What another tab took back in the meantime is undone.
    this.#told.confirmed({ ...item, undo: item.undo || item.back }, made, { isSender: true });
  }

  #refuse(item, words) {
    this.#keep({ ...item, refused: words });
    this.#told.refused(item, words);
  }

  /* Nobody has taken it. Return whether to go on with the next. */
  #failed(sent) {
    const item = store.read(sent.key) ?? sent;
    const { since = Date.now(), alone = 0 } = item;
    const kept = { ...item, since, alone: this.#answered > since ? alone + 1 : alone };
    if (kept.alone < MOST_ALONE) {
      this.#keep(kept);
      return this.#later();
    }
    this.#refuse(kept, UNSENT);
    return true;
  }

  #later() {
    this.retrying = true;
    this.#timer = setTimeout(() => this.#send(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    return false;
  }
}

const WAITING = "waiting";

function stateOf(item) {
  return ["made", "back", "refused"].find((state) => item[state]) ?? WAITING;
}

const isStuck = ({ since }) => Date.now() - since >= STUCK_MS;

function posted(url, body) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    keepalive: String(body).length < KEEPALIVE_BYTES,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

async function wordsOf(answer) {
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? answer.json() : null;
}
