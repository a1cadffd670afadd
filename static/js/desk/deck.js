/* The deck: the card in the frame, the rows beside it, and the next cards, which are fetched before they are asked for. */

import { handle, handled, isIn, left } from "./writing.js";

const AHEAD = 3;
const END = "cards-end";
/* With so few rows left the list goes on in the background. */
const FEW = 8;
/* Cards that were left are kept as they were, with what was typed; the oldest make room. */
const MOST_KEPT = 20;
/* A card that changes in the frame takes no decision for so long: it was meant for what stood there before. */
const JUST_MS = 1000;

export class Deck {
  #main;
  #shown;
  #held;
  #kept = new Map();
  #wanted = "";
  #loading = null;
  #hasGrown = false;
  #changed = -JUST_MS;
  #renewing = "";
  #settled = new Set();

  /* `isAway` tells of a comment whether it was decided here; `shown` is called after a card has come into the frame,
     `held` when it waits for somebody who writes on the one that is there. */
  constructor(main, { isAway, shown, held }) {
    this.#main = main;
    this.#shown = shown;
    this.#held = held;
    this.isAway = isAway;
    this.#wanted = this.comment;
    this.tidy();
  }

  get facts() {
    return this.#main.querySelector("#facts")?.dataset ?? {};
  }

  get comment() {
    return this.facts.comment ?? "";
  }

  /* Whether the card in the frame is not the one that was asked for. */
  get isBetween() {
    return this.#wanted !== this.comment || this.isAway(this.comment);
  }

  /* Whether the list is of what stands in one way alone, and a comment stands otherwise by now. */
  isSettled(status) {
    const { flows } = this.#main.dataset;
    return Boolean(flows) && status !== flows;
  }

  /* Whether a key may decide on the card: it waits, nobody else has it, and it has not changed under somebody's eyes. */
  get isOpen() {
    const { claimed, status } = this.facts;
    return !this.isBetween && claimed === undefined && !this.isSettled(status) && !this.hasJustChanged;
  }

  /* Whether the card is being brought up to date, or was just now. */
  get hasJustChanged() {
    return this.#renewing === this.comment || performance.now() - this.#changed < JUST_MS;
  }

  get rows() {
    return [...this.#main.querySelectorAll(".queue__item[data-comment]")];
  }

  get row() {
    return this.rows.find((row) => row.dataset.comment === this.#wanted);
  }

  /* The elements of the card and its context: everything from the facts to their end. */
  get parts() {
    const parts = [];
    let part = this.#main.querySelector("#facts");
    for (; part && part.id !== END; part = part.nextElementSibling) parts.push(part);
    return parts;
  }

  address(comment) {
    const row = this.rows.find((each) => each.dataset.comment === comment);
    const link = row?.querySelector("a[href]")?.href;
    return new URL(link ?? `${this.#main.dataset.home}${comment}/${location.search}`, location.href);
  }

  /* Hide the rows that were decided here, and say which is in the frame. */
  tidy() {
    for (const row of this.rows) {
      const isNow = row.dataset.comment === this.#wanted;
      row.hidden = this.isAway(row.dataset.comment) || (!isNow && this.#settled.has(row.dataset.comment));
      row.classList.toggle("queue__item--now", isNow);
      const link = row.querySelector("a[href]");
      if (isNow) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  }

  #free(rows) {
    return rows.filter((row) => !row.hidden && !row.classList.contains("queue__item--claimed"));
  }

  #after() {
    const rows = this.rows;
    return rows.slice(rows.indexOf(this.row) + 1);
  }

  /* The next free card: further down, on the next page of the list, or again from its top. "" when none is left. */
  async next() {
    const [near] = this.#free(this.#after());
    if (near) return near.dataset.comment;
    if (await this.#more()) return this.next();
    const [first] = this.#free(this.rows).filter((row) => row !== this.row);
    return first?.dataset.comment ?? "";
  }

  previous() {
    const rows = this.rows;
    const before = rows.slice(0, rows.indexOf(this.row)).filter((row) => !row.hidden);
    return before.at(-1)?.dataset.comment ?? "";
  }

  /* Bring a card into the frame; at once when it was fetched before. False when it does not come. */
  async show(comment) {
    this.#wanted = comment;
    this.tidy();
    const kept = this.#kept.get(comment);
    const parts = kept?.parts ?? (await this.#fetched(comment));
    if (parts) await this.left({ inPlace: false });
    if (this.#wanted !== comment) return true;
    if (parts) this.#put(comment, parts);
    else this.#wanted = this.comment;
    this.tidy();
    return Boolean(parts);
  }

  /* Bring the card in the frame up to date, with what somebody does on it, and as soon as they write nothing there.
     Returns whether it was. */
  async refresh() {
    const comment = this.comment;
    if (this.#renewing === comment) return false;
    this.#renewing = comment;
    let parts = null;
    do {
      await this.left({ inPlace: true });
      this.#kept.delete(comment);
      parts = await this.#fetched(comment);
    } while (parts && isIn(this.parts));
    const isNew = Boolean(parts) && this.comment === comment && this.#wanted === comment;
    if (isNew) this.#put(comment, parts, { inPlace: true });
    if (this.#renewing === comment) this.#renewing = "";
    return isNew;
  }

  /* Resolves when nobody writes on the card any more. */
  left(news) {
    if (isIn(this.parts)) this.#held(news);
    return left(() => this.parts);
  }

  ahead() {
    const coming = this.#free(this.#after());
    for (const row of coming.slice(0, AHEAD)) this.#fetched(row.dataset.comment);
    if (coming.length < FEW) this.#more();
  }

  /* Bring the first page of the list up to date, unless somebody is at work in it, or has gone on beyond it. */
  async renew() {
    const queue = this.#main.querySelector(".queue");
    const list = queue?.querySelector("ol");
    const isAtWork = () => queue.contains(document.activeElement) || queue.querySelector("input:checked");
    const isBusy = () => isAtWork() || this.#hasGrown || this.#loading;
    if (!list || isBusy()) return;
    const part = await partOf(new URL(`${this.#main.dataset.home}${location.search}`, location.href), "queue");
    const found = part?.querySelector(".queue ol");
    if (!found || isBusy()) return;
    list.replaceChildren(...found.children);
    this.tidy();
  }

  /* A colleague has decided on it: it is not gone on to any more. */
  settle(comment) {
    this.#settled.add(comment);
    this.tidy();
  }

  /* What was fetched before somebody moved it is fetched anew. */
  forget(comment) {
    this.#settled.delete(comment);
    if (comment !== this.comment) this.#kept.delete(comment);
  }

  #put(comment, parts, { inPlace = false } = {}) {
    const before = this.parts;
    // Two may have waited for the same card: it is in the frame already.
    if (parts[0] === before[0]) return;
    const gone = this.comment;
    const done = inPlace && handled(before);
    before[0].before(...parts);
    for (const part of before) part.remove();
    if (!inPlace) this.#kept.set(gone, { parts: before });
    if (inPlace) this.#changed = performance.now();
    this.#kept.delete(comment);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value);
    this.tidy();
    this.#shown({ inPlace, resume: () => (inPlace ? handle(parts, done) : []) });
  }

  /* Fetch a card unless it is there or on its way. Null when it does not come. */
  async #fetched(comment) {
    const kept = this.#kept.get(comment);
    if (kept) return kept.coming ?? kept.parts;
    const coming = partOf(this.address(comment), "card").then((part) => {
      const facts = part?.querySelector("#facts");
      if (!facts) {
        this.#kept.delete(comment);
        return null;
      }
      if (this.isSettled(facts.dataset.status)) this.settle(comment);
      const parts = [facts, ...[...part.body.children].filter((each) => each.id !== END)];
      this.#kept.set(comment, { parts });
      return parts;
    });
    this.#kept.set(comment, { coming });
    return coming;
  }

  /* Fetch the list's next page and append it. Return whether there is more to show. */
  #more() {
    const link = this.#main.querySelector(".queue a[rel='next']");
    if (!link) return false;
    this.#loading ??= partOf(new URL(link.href), "queue").then((part) => {
      this.#loading = null;
      if (!part) return false;
      this.#hasGrown = true;
      const rows = this.rows.map((row) => row.dataset.comment);
      const found = [...part.querySelectorAll(".queue__item")].filter((row) => !rows.includes(row.dataset.comment));
      this.#main.querySelector(".queue ol").append(...found);
      const further = part.querySelector(".queue a[rel='next']");
      if (further) link.href = further.href;
      else link.remove();
      this.tidy();
      return found.length > 0;
    });
    return this.#loading;
  }
}

/* Fetch a part of the desk's page; null when it does not come. */
async function partOf(address, part) {
  address.searchParams.set("part", part);
  address.searchParams.delete("decided");
  address.hash = "";
  try {
    const answer = await fetch(address, { redirect: "manual" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}
